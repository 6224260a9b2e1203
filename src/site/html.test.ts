import { describe, expect, test } from 'vitest'
import { type Attributes, attributes, type Content, html } from './html.ts'

const hostile = `"><script>alert('x')</script>&amp;<img src=x onerror=alert(1)>`
const harmless =
  '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;&lt;img src=x onerror=alert(1)&gt;'

describe('text between tags', () => {
  test('is escaped', () => {
    expect(html`<p>${hostile}</p>`.toString()).toBe(`<p>${harmless}</p>`)
  })

  test('of an element that holds text alone is escaped', () => {
    const title = '</title><script>'
    expect(html`<title>${title}</title>`.toString()).toBe(
      '<title>&lt;/title&gt;&lt;script&gt;</title>',
    )
    expect(html`<textarea>${'</textarea>'}</textarea>`.toString()).toBe(
      '<textarea>&lt;/textarea&gt;</textarea>',
    )
  })

  test('of html is taken as it is, once', () => {
    const inner = html`<b>${'<'}</b>`
    expect(html`<p>${inner}${html``}</p>`.toString()).toBe('<p><b>&lt;</b></p>')
  })

  test('of an array is joined, however deep', () => {
    const items = ['<', 1, [html`<i></i>`, ['&']]]
    expect(html`<p>${items}</p>`.toString()).toBe('<p>&lt;1<i></i>&amp;</p>')
  })

  test.for<Content>([null, undefined, false, '', []])('of %s is nothing', (nothing) => {
    expect(html`<p>${nothing}</p>`.toString()).toBe('<p></p>')
  })

  test.for([0, -1.5, 9007199254740991])('of the number %s is the number', (value) => {
    expect(html`<p>${value}</p>`.toString()).toBe(`<p>${value}</p>`)
  })

  test.for([Number.NaN, Number.POSITIVE_INFINITY])('is never %s', (value) => {
    expect(() => html`<p>${value}</p>`).toThrow('not for readers')
  })

  test.for([true, {}, new Date(0), { toString: () => '<script>' }])('is never %o', (value) => {
    expect(() => html`<p>${value as Content}</p>`).toThrow('a hole cannot hold')
  })

  test('that only resembles html is no html', () => {
    const forged = Object.create(html`<p></p>`, {
      toString: { value: () => '<script>' },
    }) as Content
    expect(() => html`<p>${forged}</p>`).toThrow('a hole cannot hold object')
  })
})

describe('an attribute', () => {
  test('is escaped', () => {
    expect(html`<p title="${hostile}"></p>`.toString()).toBe(`<p title="${harmless}"></p>`)
  })

  test('takes several holes and what is between them', () => {
    expect(html`<p class="a ${'b'} c ${1}" id="${'d'}"></p>`.toString()).toBe(
      '<p class="a b c 1" id="d"></p>',
    )
  })

  test('takes no html', () => {
    expect(() => html`<p title="${html`<b></b>`}"></p>`).toThrow('a hole cannot hold object')
  })
})

describe('an address', () => {
  test.for([
    'https://tracker.example/a?b=c&d=e',
    'HTTP://tracker.example',
    '/torrents?after=1',
    '?page=2',
    '#main',
    './x',
    '../x',
  ])('%s is kept', (url) => {
    const kept = url.replace('&', '&amp;')
    expect(html`<a href="${url}">x</a>`.toString()).toBe(`<a href="${kept}">x</a>`)
  })

  test.for([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://tracker.example/1',
    'magnet:?xt=1',
    'relative',
    '',
  ])('%j is none', (url) => {
    const [one, other] = [html`<a href="${url}">x</a>`, html`<img ${attributes({ src: url })}>`]
    expect(one.toString()).toBe('<a href="about:invalid">x</a>')
    expect(other.toString()).toBe('<img src="about:invalid">')
  })

  test('whose scheme is written may end in a hole', () => {
    const link = html`<a href="mailto:${'a@b.example?x="'}">x</a>`
    expect(link.toString()).toBe('<a href="mailto:a@b.example?x=&quot;">x</a>')
    expect(html`<a href="/t/${1}/${2}">x</a>`.toString()).toBe('<a href="/t/1/2">x</a>')
  })

  test('whose scheme a hole could complete is refused', () => {
    const rest = 'script:alert(1)'
    expect(() => html`<a href="java${rest}">x</a>`).toThrow('leaves its scheme to a hole')
    expect(() => html`<a href="javascript:${rest}">x</a>`).toThrow('leaves its scheme to a hole')
  })
})

describe('attributes()', () => {
  test('writes what is there and leaves out what is not', () => {
    const values = { name: 'q', value: '"', required: true, disabled: false, title: undefined }
    expect(html`<input ${attributes(values)}>`.toString()).toBe(
      '<input name="q" value="&quot;" required>',
    )
  })

  test('stands in a tag and nowhere else', () => {
    expect(() => html`<p>${attributes({}) as unknown as Content}</p>`).toThrow('stands in a tag')
    expect(() => html`<p ${'title="x"'}></p>`).toThrow('only attributes()')
  })

  test.for(['onclick', 'ONLOAD', 'style', 'srcdoc', 'srcset', 'a b', 'x"', ''])(
    'refuses the name %j',
    (name) => {
      expect(() => attributes({ [name]: 'x' })).toThrow(/attribute/)
    },
  )
})

describe('a template is refused', () => {
  const x = 'x'
  const nothing: Attributes = attributes({})
  test.for([
    ['with a hole outside of quotes', () => html`<p class=${x}></p>`],
    ['with a hole in single quotes', () => html`<p class='${x}'></p>`],
    ['with a hole in the name of a tag', () => html`<${x}></p>`],
    ['with a hole in the name of an attribute', () => html`<p data-${nothing}="1"></p>`],
    ['with a hole in a comment', () => html`<!-- ${x} -->`],
    ['with a hole in a script', () => html`<script>${x}</script>`],
    ['with a script that is not a file', () => html`<script>alert(1)</script>`],
    ['with a script that holds a hole', () => html`<script src="${x}">${x}</script>`],
    ['with a style', () => html`<style>p {}</style>`],
    ['with a style on an element', () => html`<p style="${x}"></p>`],
    ['with a handler of events', () => html`<p onclick="${x}"></p>`],
    ['with a refresh', () => html`<meta http-equiv="refresh" content="${x}">`],
    ['that ends inside a tag', () => html`<p class="${x}"`],
    ['that ends inside an attribute', () => html`<p class="${x}`],
    ['with a stray "<"', () => html`<p>1 < 2</p>`],
  ] as const)('%s', ([, render]) => {
    expect(render).toThrow(/template|hole|attribute|script|style/)
  })
})

test('the indentation of a template is not sent', () => {
  const list = html`<ul>
    <li>${'a\n   b'}</li>

    <li></li>
  </ul>`
  expect(list.toString()).toBe('<ul>\n<li>a\n   b</li>\n<li></li>\n</ul>')
})

test('a script that is a file, a doctype and a comment may be written', () => {
  const page = html`<!doctype html><!-- a --><script type="module" src="${'/x.js'}"></script>`
  expect(page.toString()).toBe(
    '<!doctype html><!-- a --><script type="module" src="/x.js"></script>',
  )
})
