/** The little of bittorrent-tracker (which has no types) that the bench uses. */
declare module 'bittorrent-tracker/server' {
  // oxlint-disable-next-line import/no-default-export -- it is theirs
  export default class Server {
    constructor(options: {
      udp: boolean
      http: boolean
      ws: boolean
      stats: boolean
      trustProxy: boolean
    })
    on(event: 'error', listener: (error: Error) => void): void
    on(event: 'listening', listener: () => void): void
    listen(port: number, hosts: { udp?: string; udp6?: string; http?: string }): void
  }
}
