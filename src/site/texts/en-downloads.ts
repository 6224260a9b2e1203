/** What is said where a .torrent file or an archive of them cannot be downloaded. */
export const enDownloads = {
  gone: {
    title: 'Not handed out any more',
    action: 'See the torrent',
  },
  busy: {
    title: 'Too many archives at once',
    what: 'Archives of other members are being made, or another one of yours.',
    why: 'Each is made while it is downloaded. Try again in a minute.',
    action: 'Back to your account',
  },
} as const
