/** Names and reasons that are written to do harm, or to look strange. */
export const hostile = [
  '<script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked=1">',
  '"><svg onload=window.hacked=1>',
  `' onmouseover='window.hacked=1`,
  'javascript:window.hacked=1',
  '</title></textarea><h1>hacked',
  '{{constructor.constructor("window.hacked=1")()}}',
  '\u202egnp.exe right to left \u2066',
  `${'very'.repeat(38)} long`,
]
