/** Peers that were told long intervals live as long in the process that takes their swarms over. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { peerTimeoutSeconds } from '#config/intervals'
import { loadConfig } from '#config/load'
import { SwarmKeeper } from '#swarm-keeper'
import { createLog } from '#telemetry/log'
import { firstSettings, layoutOf } from '#tracker-plan'

const directory = mkdtempSync(join(tmpdir(), 'waggle-handed-'))
afterAll(() => rmSync(directory, { recursive: true }))

const config = loadConfig({ overrides: ['tracker.peers_max=10000', 'tracker.torrents_max=1000'] })
const configured = peerTimeoutSeconds(config.tracker)
let nowSeconds = 1_000_000

function openKeeper(handed: readonly number[] = []): SwarmKeeper {
  return new SwarmKeeper({
    layout: layoutOf(config),
    seed: [1, 2],
    peerTimeoutSeconds: configured,
    capSources: false,
    clock: { nowSeconds: () => nowSeconds },
    snapshotFile: join(directory, 'swarms.snapshot'),
    handed,
    log: createLog({ level: 'silent' }),
  })
}

const livesIn = ({ holds }: SwarmKeeper): number => firstSettings(config, holds).peerTimeoutSeconds

describe('peers that were told to come back after twice the interval live twice as long', () => {
  const told = { toldSeconds: 2 * configured, hold: undefined }

  test.runIf(process.platform === 'linux')('in the process that is handed their memory', () => {
    const before = openKeeper()
    expect(livesIn(before)).toBe(configured)
    before.noteTimeouts(told)
    const { handle } = before.region
    const after = openKeeper(handle.kind === 'memory-file' ? [handle.descriptor] : [])
    expect(after.isAdopted).toBe(true)
    expect(livesIn(after)).toBe(2 * configured)
    const untilSeconds = nowSeconds + 2 * configured
    after.noteTimeouts({
      toldSeconds: configured,
      hold: { peerTimeoutSeconds: 2 * configured, untilSeconds },
    })
    nowSeconds = untilSeconds - 1
    expect(livesIn(after)).toBe(2 * configured)
    nowSeconds++
    expect(livesIn(after)).toBe(configured)
  })

  test('after a restart', () => {
    const before = openKeeper()
    before.noteTimeouts(told)
    before.save()
    const after = openKeeper()
    after.load()
    expect(livesIn(after)).toBe(2 * configured)
  })

  test('but not where stamps cannot express it', () => {
    const keeper = openKeeper()
    keeper.noteTimeouts({ ...told, toldSeconds: 100 * configured })
    expect(livesIn(keeper)).toBe(configured)
  })
})
