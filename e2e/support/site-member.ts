/*
 * A member of a gallery site, at its pages: registers, and downloads what is theirs. Forms are sent as a browser without
 * scripts sends them.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDirectory } from './make-directory.ts'
import type { Network } from './network.ts'
import type { Torrent } from './torrent.ts'

const site = 'http://127.0.0.1:8080'
const password = 'a long walk by the river'

export class SiteMember {
  readonly name: string
  readonly #network: Network
  readonly #cookie: string

  private constructor(name: string, network: Network, cookie: string) {
    this.name = name
    this.#network = network
    this.#cookie = cookie
  }

  static async register(network: Network, name: string): Promise<SiteMember> {
    const form = { name, password, again: password }
    const { headers } = await network.request({ url: `${site}/register`, ...formRequest(form) })
    const [cookie] = [headers['set-cookie'] ?? ''].flat().join(';').split(';')
    if (cookie === undefined || cookie === '') throw new Error(`${name} could not register`)
    return new SiteMember(name, network, cookie)
  }

  /** A page as the member sees it. */
  async page(path: string): Promise<string> {
    return (await this.#get(path)).toString()
  }

  /** The torrent as the member downloads it, with the addresses that record what it does. */
  async personal(torrent: Torrent, directory: string): Promise<Torrent> {
    const file = join(await makeDirectory(directory), `${this.name}.torrent`)
    await writeFile(file, await this.#get(`/torrent/${torrent.hash}/personal.torrent`))
    return { ...torrent, file }
  }

  /** Makes the key in the addresses of their torrents anew. */
  async resetKey(): Promise<void> {
    const path = '/account/key'
    const url = `${site}${path}`
    const [, mark = ''] = /name="mark" value="(\w+)"/.exec(await this.page(path)) ?? []
    const { status, body } = await this.#network.request({
      url,
      ...formRequest({ mark }, { cookie: this.#cookie }),
    })
    if (status >= 400) throw new Error(`${url}: status ${status}, ${body.toString()}`)
  }

  async #get(path: string): Promise<Buffer> {
    const { status, body } = await this.#network.request({
      url: `${site}${path}`,
      headers: { cookie: this.#cookie },
    })
    if (status !== 200) throw new Error(`${path}: status ${status}, ${body.toString()}`)
    return body
  }
}

function formRequest(
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: site, ...headers },
    body: new URLSearchParams(form).toString(),
  }
}
