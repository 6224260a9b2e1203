import { expect, test } from 'vitest'
import { PathForm } from '../announce-path.ts'
import { ascii } from '../bytes.ts'
import { UdpPath } from './udp-path.ts'
import { UdpRequest } from './udp-request.ts'

const request = new UdpRequest()
const udpPath = new UdpPath(request)
const key = 'aZ09bY18cX27dW36'

/** What an announce with this URL data says. */
function read(urlData: string): [form: PathForm, gallery: number, member: number] {
  request.urlData = ascii(`7${urlData}7`)
  request.urlDataStart = 1
  request.urlDataLength = urlData.length
  udpPath.read()
  const { form, galleryId, memberId } = request.announce.path
  return [form, galleryId, memberId]
}

test.each([
  ['/12/announce', [PathForm.gallery, 12, 0]],
  ['/12/announce?numwant=1', [PathForm.gallery, 12, 0]],
  ['/12/announce/', [PathForm.gallery, 12, 0]],
  ['/12/announce.php', [PathForm.gallery, 12, 0]],
  [`/12/345x${key}/announce`, [PathForm.personal, 12, 345]],
])('%s says the same as over HTTP', (urlData, expected) => {
  expect(read(urlData)).toEqual(expected)
})

test.each(['', '/', '/announce', '/announce?x=1', '/announce.php'])(
  '"%s" names nothing, as most clients do',
  (urlData) => {
    read(`/12/345x${key}/announce`)
    expect(read(urlData)).toEqual([PathForm.absent, 0, 0])
  },
)

test.each([
  '/0/announce',
  '/12',
  '/12/scrape',
  `/345x${key}/announce`,
  'announce',
  '?12',
  '\0\xff',
])('"%s" is a path that leads nowhere', (urlData) => {
  read(`/12/345x${key}/announce`)
  expect(read(urlData)).toEqual([PathForm.bare, 0, 0])
})
