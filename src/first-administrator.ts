/**
 * Where nobody looks after the site yet, whoever runs the server is given a link to become its administrator: in a file
 * that they alone can read, and at the terminal if they sit at one. The log, which others may see, names the file.
 */
import { linkAddress } from '#index/members/link'
import type { ApiParts } from '#operate/api/api-parts'
import type { DataDirectory } from '#operate/data-directory'
import { removeSetUpLink, writeSetUpLink } from '#operate/set-up-link'
import { withStorageTold } from '#operate/with-storage-told'
import type { Log } from '#telemetry/log'

export type FirstAdministratorOptions = {
  readonly parts: Pick<ApiParts, 'members' | 'siteAddress'>
  readonly directory: DataDirectory
  readonly log: Log
}

/** Rejects with StartError. */
export async function offerAdministration(options: FirstAdministratorOptions): Promise<void> {
  const { parts, directory, log } = options
  const link = await withStorageTold(parts.members.offerAdministration())
  // Of an earlier start, before somebody became administrator in another way.
  if (link === undefined) return removeSetUpLink(directory)
  const address = linkAddress(parts.siteAddress(), link)
  const file = writeSetUpLink(directory, address)
  const message = `There is no administrator yet: the link in ${file} makes one, for seven days or until the next start.`
  log.info('no_administrator', message, { file })
  // Somebody reads it as it comes, and nobody keeps it.
  if (process.stderr.isTTY)
    process.stderr.write(
      `\nThere is no administrator yet. Open this to become one:\n\n  ${address}\n`,
    )
}
