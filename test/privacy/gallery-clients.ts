/** What clients do at a tracker of galleries: announce with a key and without, over both protocols, and with what is refused. */
import { escapeBytes } from '../support/announce-url.ts'
import { announceAt, pathOf, scrapeAt, urlData } from '../support/gallery-addresses.ts'
import { UdpClient } from '../support/udp-client.ts'
import { encodeAnnounce } from '../support/udp-packets.ts'
import type { Account } from './gallery-accounts.ts'
import type { GalleryMember } from './gallery-cast.ts'
import type { Announcing, MadeGallery } from './gallery-work.ts'
import type { Run } from './run.ts'
import { ask } from './say.ts'

const events = { none: 0, completed: 1, started: 2, stopped: 3 } as const
type Event = keyof typeof events

type Told = {
  readonly event: Event
  readonly uploaded: bigint
  readonly downloaded: bigint
  readonly left: number
}

const nothingMoved = { uploaded: 0n, downloaded: 0n }

/** Who announces, from where, and which torrent at which path. */
type Client = {
  readonly run: Run
  readonly address: string
  readonly member: GalleryMember
  readonly path: string
  readonly infoHash: Buffer
}

/** A whole download, with what a member moves; a second client that has everything then says so, and stops. */
export async function download(
  { run, member }: Account,
  { id, infoHash }: MadeGallery,
  { memberId, key }: Announcing,
): Promise<void> {
  const client = {
    run,
    member,
    infoHash,
    address: member.person.client,
    path: pathOf(id, memberId, key),
  }
  await overHttp(client, { event: 'started', ...nothingMoved, left: 40_000 })
  await overHttp(client, { event: 'completed', ...member.moved, left: 0 })
  await overUdp(client, { event: 'none', ...member.moved, left: 0 })
  const stopping = { ...client, address: member.person.departed }
  await overUdp(stopping, { event: 'stopped', ...member.moved, left: 0 })
  await ask(run.waggle.http4, client.address, scrapeAt(client.path, infoHash))
}

/** Without a key: the end of a download is counted for the torrent. */
export async function downloadAnonymously(
  run: Run,
  member: GalleryMember,
  { id, infoHash }: MadeGallery,
): Promise<void> {
  const client = { run, member, infoHash, address: member.person.client, path: pathOf(id) }
  const amounts = { uploaded: member.person.uploaded, downloaded: member.person.downloaded }
  await overHttp(client, { event: 'completed', ...amounts, left: 0 })
  await overUdp(client, { event: 'none', ...amounts, left: 0 })
}

/** The keys are one that was reset, and one that nobody has. */
export async function announceInVain(
  { run, member, marks }: Account,
  { id, infoHash }: MadeGallery,
  { memberId, key }: Announcing,
  oldKey: string,
): Promise<void> {
  const { refused: address, refusedHash, uploaded, downloaded, clientWord } = member.person
  const mine = pathOf(id, memberId, key)
  const asked = [
    { path: pathOf(id, memberId, oldKey), infoHash },
    { path: pathOf(id, memberId, marks.word('torrent key that is nobody’s')), infoHash },
    { path: pathOf(id, memberId + 100, key), infoHash },
    { path: pathOf(id + 100, memberId, key), infoHash },
    { path: mine, infoHash: refusedHash },
    { path: `${mine}/${clientWord}`, infoHash },
    { path: `/${clientWord}`, infoHash: refusedHash },
    { path: '', infoHash },
  ]
  for (const one of asked) {
    const client = { run, member, address, ...one }
    await overHttp(client, { event: 'none', uploaded, downloaded, left: 40_000 })
    await overUdp(client, { event: 'none', uploaded, downloaded, left: 40_000 })
    await ask(run.waggle.http4, address, scrapeAt(one.path, one.infoHash))
  }
}

async function overHttp(client: Client, told: Told): Promise<void> {
  const { run, address, member, path, infoHash } = client
  const { number, clientKey, clientWord, claimed4 } = member.person
  const target = announceAt(path, infoHash, {
    peer_id: escapeBytes(member.httpPeerId),
    port: 6881 + number,
    uploaded: `${told.uploaded}`,
    downloaded: `${told.downloaded}`,
    left: told.left,
    event: told.event === 'none' ? undefined : told.event,
    key: clientKey.toString('hex'),
    ip: claimed4,
  })
  await ask(run.waggle.http4, address, target, { headers: [`User-Agent: ${clientWord}/1.0`] })
}

async function overUdp({ run, ...client }: Client, told: Told): Promise<void> {
  const { member, infoHash, path } = client
  using socket = await UdpClient.open(run.waggle.udp4, { localAddress: client.address })
  const packet = encodeAnnounce(await socket.connectionId(), socket.nextTransaction(), {
    infoHash,
    peerId: member.udpPeerId,
    port: 6881 + member.person.number,
    uploaded: told.uploaded,
    downloaded: told.downloaded,
    left: BigInt(told.left),
    event: events[told.event],
    key: member.person.clientKey.readUInt32BE(),
    tail: urlData(`${path}/announce`),
  })
  await socket.exchange(packet)
}
