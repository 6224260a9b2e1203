/** A visitor without a browser: keeps cookies, sends forms as a browser does, and follows nothing by itself. */

export type Reply = {
  readonly status: number
  readonly headers: Headers
  readonly html: string
  /** The page as words, one space apart. */
  readonly text: string
  /** Where it leads to; '' for a page. */
  readonly location: string
}

export class Visitor {
  readonly #site: string
  readonly #headers: Readonly<Record<string, string>>
  readonly cookies = new Map<string, string>()

  /** `headers` are sent with each request. */
  constructor(site: string, headers: Readonly<Record<string, string>> = {}) {
    this.#site = site
    this.#headers = headers
  }

  async get(path: string): Promise<Reply> {
    return await this.#send(path, {}, {})
  }

  /** Sends a form from a page of this site, unless `headers` say otherwise. */
  async post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    const body = new URLSearchParams(fields)
    return await this.#send(path, { method: 'POST', body }, { origin: this.#site, ...headers })
  }

  /** Sends a form with files from a page of this site, unless `headers` say otherwise. */
  async send(
    path: string,
    body: FormData,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    return await this.#send(path, { method: 'POST', body }, { origin: this.#site, ...headers })
  }

  async logIn(name: string, password: string, next?: string): Promise<Reply> {
    return await this.post('/login', { name, password, ...(next === undefined ? {} : { next }) })
  }

  async #send(
    path: string,
    request: { method?: string; body?: URLSearchParams | FormData },
    headers: Readonly<Record<string, string>>,
  ): Promise<Reply> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await fetch(`${this.#site}${path}`, {
      ...request,
      redirect: 'manual',
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        accept: 'text/html',
        ...this.#headers,
        ...headers,
      },
    })
    for (const line of reply.headers.getSetCookie()) this.#keep(line)
    const html = await reply.text()
    const text = html
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim()
    const location = reply.headers.get('location') ?? ''
    return { status: reply.status, headers: reply.headers, html, text, location }
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '' || /Expires=Thu, 01 Jan 1970/.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

/** The value of an unseen field. */
export function hiddenOf({ html }: Reply, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
}
