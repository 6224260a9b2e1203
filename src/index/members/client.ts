/**
 * What a browser says it is, as coarsely as somebody needs who looks for the session that is not theirs: "Firefox on
 * Linux", without versions.
 */

/** The first that is found counts: most call themselves by the names of others, too. */
const browsers = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|Chromium|CriOS)\//],
  ['Safari', /\bSafari\//],
] as const

const systems = [
  ['Android', /\bAndroid\b/],
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['Windows', /\bWindows\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
] as const

/** Undefined is what it does not say. */
export type Client = {
  readonly browser: (typeof browsers)[number][0] | undefined
  readonly system: (typeof systems)[number][0] | undefined
}

/** Reads `User-Agent` (RFC 9110, section 10.1.5). */
export function clientOf(userAgent: string | undefined): Client {
  const text = (userAgent ?? '').slice(0, 1000)
  return {
    browser: browsers.find(([, mark]) => mark.test(text))?.[0],
    system: systems.find(([, mark]) => mark.test(text))?.[0],
  }
}
