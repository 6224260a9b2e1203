/**
 * The promise of docs/privacy.md for a tracker of galleries: members register, confirm addresses, make galleries, upload,
 * announce with keys, read feeds, report, are banned, and one of them deletes the account, of whom then nothing is left.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MailServer } from '../support/mail-server.ts'
import { usePostgres } from '../support/postgres.ts'
import { loseDatabase } from './accidents.ts'
import { clientsCome } from './clients.ts'
import {
  type Account,
  askToConfirm,
  confirmEmail,
  deleteAccount,
  forgetPassword,
  invite,
  logInAgain,
  Mail,
  makeFeedToken,
  makeToken,
  readOwnPages,
  register,
  resetKey,
} from './gallery-accounts.ts'
import { type GalleryCast, galleryCast } from './gallery-cast.ts'
import { announceInVain, download, downloadAnonymously } from './gallery-clients.ts'
import {
  ban,
  decidePetition,
  givePoints,
  moderate,
  petition,
  report,
  torrentToReport,
  unban,
  useToken,
} from './gallery-staff.ts'
import {
  type Announcing,
  announcing,
  type MadeGallery,
  makeGallery,
  read,
  uploadWithToken,
} from './gallery-work.ts'
import { Marks } from './marks.ts'
import { logIn, setPassword, visitorOf } from './members.ts'
import { blockSome } from './operators.ts'
import { expectNothingLeft, expectPromiseKept } from './promise-kept.ts'
import { Run } from './run.ts'
import { search } from './search.ts'
import { visitorsCome } from './visitors.ts'

const postgres = usePostgres()
/** It is the whole system, twice. */
const timeout = 180_000

const settings = {
  'site.url': 'http://tracker.example',
  'tracker.announce_urls': '["http://tracker.example"]',
  'tracker.full_scrape': 'false',
  'tracker.workers': '1',
  'database.flush_seconds': '1',
  'mail.from': 'Tracker <noreply@tracker.example>',
}

/** Who takes part in both runs. */
type Site = {
  readonly owner: Account
  readonly guest: Account
  readonly leaver: Account
  readonly made: MadeGallery
}

type Gone = { readonly marks: Marks; readonly cast: GalleryCast }

async function firstRun(run: Run, { marks: gone, cast }: Gone, mail: Mail): Promise<Site> {
  run.markKeys()
  const link = readFileSync(join(run.dataDirectory, 'setup-link.txt'), 'utf8').trim()
  const [administrator] = run.cast.people
  const staff = await setPassword(run, administrator, link, 'link of the first administrator')
  const owner = await register(run, run.marks, cast.owner, mail)
  await confirmEmail(owner)
  // Nobody confirms this one, which is void when the account is banned.
  const guest = await register(run, run.marks, cast.guest, mail, await invite(owner))
  await mail.secret()
  const leaver = await register(run, gone, cast.leaver, mail)
  await confirmEmail(leaver)
  const made = await useGallery(owner, cast.work)
  const left = await useGallery(leaver, cast.left)
  await takePart(guest, made)
  await takePart(leaver, made)
  await downloadAnonymously(run, cast.owner, left)
  await clientsCome(run.waggle, run.cast)
  await report(guest, `gallery/${left.id}`)
  await report(leaver, `gallery/${made.id}`)
  await report(guest, await torrentToReport(guest, left.infoHash))
  await petition(guest, left.infoHash)
  await petition(leaver, made.infoHash)
  await decidePetition(staff, cast, left)
  await moderate(staff, cast, left)
  await report(guest, `gallery/${made.id}`)
  await blockSome(run)
  await useToken(run)
  await givePoints(run, cast)
  await ban(run, cast)
  return { owner, guest, leaver, made }
}

/** All that somebody does with a gallery of their own. */
async function useGallery(account: Account, work: GalleryCast['work']): Promise<MadeGallery> {
  await forgetPassword(account)
  const made = await makeGallery(account, work)
  const token = await makeToken(account)
  await uploadWithToken(account, token, work, made)
  await read(account, await makeFeedToken(account), made)
  return made
}

/** All that somebody does with a gallery of somebody else. */
async function takePart(
  account: Account,
  made: MadeGallery,
  oldKey = 'torrent key that was reset',
): Promise<Announcing> {
  const old = await announcing(account, made, oldKey)
  await resetKey(account)
  const now = await announcing(account, made, 'torrent key')
  await download(account, made, now)
  await announceInVain(account, made, now, old.key)
  await readOwnPages(account)
  return now
}

async function secondRun(run: Run, { cast }: Gone, site: Site): Promise<void> {
  await unban(run, cast)
  const guest = await logInAgain(site.guest)
  await askToConfirm(guest)
  // Until now it was theirs.
  await takePart(guest, site.made, 'torrent key')
  const leaver = await logInAgain(site.leaver)
  await forgetPassword(leaver)
  await takePart(leaver, site.made)
  const [administrator] = run.cast.people
  const staff = visitorOf(run, administrator)
  await logIn(run, staff, administrator)
  await staff.get('/members')
  await loseDatabase(run)
  await visitorsCome(run.waggle, run.cast)
  await deleteAccount(leaver)
}

async function liveTwice(run: Run, gone: Gone, server: MailServer): Promise<void> {
  const mail = new Mail(server)
  await run.start({})
  await run.look()
  const site = await firstRun(run, gone, mail)
  await run.look()
  await run.stop()
  await run.start({ 'log.level': 'trace' })
  await secondRun(run, gone, site)
  await run.look()
  await run.stop()
}

// Each driver and each database once: what they write down themselves is looked for in the other modes.
const subjects = [
  { driver: 'linux', engine: 'sqlite' },
  { driver: 'portable', engine: 'postgres' },
] as const

describe.runIf(process.platform === 'linux')('a tracker of galleries', () => {
  test.for(subjects)(
    'keeps what it says, and of a deleted account nothing ($driver, $engine)',
    { timeout },
    async ({ driver, engine }) => {
      await using server = await MailServer.start()
      const database =
        engine === 'postgres'
          ? { database: { server: postgres(), url: await postgres().newDatabase() } }
          : {}
      const mode = 'gallery'
      const mailing = { ...settings, 'mail.server': server.url }
      using run = new Run({ mode, driver, ...database, settings: mailing })
      const marks = new Marks()
      const gone = { marks, cast: galleryCast(run.marks, marks, run.cast.people) }
      await liveTwice(run, gone, server)
      expectPromiseKept(mode, run.places, run.marks)
      // It was there.
      const found = search(run.places, marks.all).map(({ where }) => where)
      expect(found).toEqual(expect.arrayContaining(['members.name', 'members.email']))
      const told = run.places.filter(({ where }) => where === 'log' || where === 'metrics')
      expect(told.length).toBeGreaterThan(2)
      run.vacuum()
      expectNothingLeft([...told, ...(await run.atRest())], marks)
    },
  )
})
