#!/usr/bin/env node
// Plain JavaScript, so that a Node too old to read TypeScript can still say what is missing.
const needed = 26
const major = Number(process.versions.node.split('.')[0])
if (major < needed) {
  process.stderr.write(
    `waggle: this is Node ${process.versions.node}, and Waggle needs Node ${needed} or newer; run it with npm start, which brings its own after npm install, or install a newer Node\n`,
  )
  process.exit(1)
}
// Compiled code is kept from one run to the next: a command starts in half the time. It is kept beside the program, not in
// a directory for everybody, because it is run; where that cannot be written, nothing is kept.
const [{ enableCompileCache }, { fileURLToPath }] = await Promise.all([
  import('node:module'),
  import('node:url'),
])
const { directory } = enableCompileCache(
  fileURLToPath(new URL('../node_modules/.cache/waggle', import.meta.url)),
)
// Threads look for it here.
if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= directory
await import('../src/main.ts')
