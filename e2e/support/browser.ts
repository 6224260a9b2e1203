/*
 * A Chromium in the network of a scenario, so that somebody can look at the tracker's site while clients play. It is told what
 * to do through pipes, which no network hides.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { executablePath, openBrowser } from '../../test/site/support/browser.ts'
import type { Network } from './network.ts'

/** `directory` holds the script that starts it. */
export async function openBrowserIn({ enter }: Network, directory: string): Promise<Browser> {
  const script = join(directory, 'chromium.sh')
  const command = enter.map((word) => `'${word}'`).join(' ')
  await writeFile(script, `#!/bin/sh\nexec ${command} ${executablePath} "$@"\n`, { mode: 0o755 })
  return openBrowser([], script)
}
