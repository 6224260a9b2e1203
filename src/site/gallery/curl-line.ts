/** The line with which a script uploads a torrent through the API, to be completed with a token and the name of a file. */
export type CurlOptions = {
  /** Without a slash at its end. */
  readonly siteUrl: string
  /** Undefined for any. */
  readonly galleryId: number | undefined
}

export function curlLine({ siteUrl, galleryId }: CurlOptions): string {
  const address = `${siteUrl}/api/v1/galleries/${galleryId ?? 'GALLERY'}/torrents`
  const headers = ['Authorization: Bearer TOKEN', 'Content-Type: application/x-bittorrent']
  const options = headers.map((header) => `-H "${header}"`).join(' ')
  return `curl ${options} --data-binary @FILE.torrent ${address}`
}
