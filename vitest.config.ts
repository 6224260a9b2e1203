// How the tests run: unit tests beside the code, everything else under test/, real clients under e2e/.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    pool: 'forks',
    // What fails may take its time; what works does not, however busy the machine is.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Most tests wait for sockets and timers of other programs, so five at a time suit two cores.
    maxWorkers: 5,
    projects: [
      // Files that run one after the other in a process need not load the same modules again.
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts'], isolate: false } },
      {
        extends: true,
        test: {
          name: 'test',
          include: ['test/!(soak)/**/*.test.ts', 'test/*.test.ts'],
          isolate: false,
        },
      },
      // Five minutes in which little is computed: it is to begin first.
      { extends: true, test: { name: 'soak', include: ['test/soak/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 180_000,
          // Clients have time-outs of their own, so these play after all else.
          maxWorkers: 5,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
