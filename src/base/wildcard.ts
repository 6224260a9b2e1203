/** Whether a socket that listens on this host listens on all addresses of its family. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}
