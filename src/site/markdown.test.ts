import { describe, expect, test } from 'vitest'
import { renderMarkdown } from './markdown.ts'

function rendered(text: string): string {
  return renderMarkdown(text).content.toString()
}

describe('Markdown', () => {
  test('becomes what its marks mean', () => {
    const text = [
      '# One *two* `three`',
      'A **b** _c_ ~~d~~ `e<f`  ',
      'g \\* [h](https://i.example/?j=1&k=2 "l") &amp; 1 < 2 & 3',
      '',
      '## Why & how',
      '1. m',
      '2. n',
      '',
      '- o',
      '',
      '> p',
      '',
      '| q | r |',
      '|---|---|',
      '| s | t |',
      '',
      '    u <',
      '',
      '---',
    ].join('\n')
    expect(rendered(text).replaceAll(/\n/g, '')).toBe(
      [
        '<h1>One <em>two</em> <code>three</code></h1>',
        '<p>A <strong>b</strong> <em>c</em> <s>d</s> <code>e&lt;f</code><br>',
        'g * <a href="https://i.example/?j=1&amp;k=2" title="l">h</a> &amp; 1 &lt; 2 &amp; 3</p>',
        '<h2 id="why-how">Why &amp; how</h2>',
        '<ol><li>m</li><li>n</li></ol><ul><li>o</li></ul>',
        '<blockquote><p>p</p></blockquote>',
        '<table class="plain"><thead><tr><th scope="col">q</th><th scope="col">r</th></tr></thead>',
        '<tbody><tr><td>s</td><td>t</td></tr></tbody></table>',
        '<pre>u &lt;</pre><hr>',
      ].join(''),
    )
  })

  test.for([
    ['<script>alert(1)</script>', 'script'],
    ['a <img src=x onerror=alert(1)> b', 'img'],
    ['<div onclick="x">\n\n**a**\n\n</div>', 'div'],
    ['# <svg onload=x>', 'svg'],
    ['- <b>x</b>', 'b>'],
    ['| a |\n|---|\n| <iframe> |', 'iframe'],
    ['`<style>`', 'style'],
  ] as const)('shows raw HTML as it is written: %s', ([text, tag]) => {
    const shown = rendered(text)
    expect(shown).not.toContain(`<${tag}`)
    expect(shown).toContain(`&lt;${tag.replace('>', '&gt;')}`)
  })

  test('leads to the web and to mail, and runs nothing', () => {
    expect(rendered('[a](javascript:alert(1))')).toContain('href="about:invalid"')
    expect(rendered('[a](data:text/html;base64,AAAA)')).toContain('href="about:invalid"')
    expect(rendered('<javascript:alert(1)>')).not.toContain('href="javascript')
    expect(rendered('[a](/policy)')).toContain('href="/policy"')
    expect(rendered('[a](mailto:b@c.example)')).toContain('href="mailto:b@c.example"')
  })

  test('has the words of an image in its place', () => {
    expect(rendered('![a map](https://elsewhere.example/x.png)')).toBe('<p>a map</p>\n')
  })

  test('gives its title as words, and takes something after it', () => {
    const { title, content } = renderMarkdown('# A *b*\n\nc', { afterTitle: 'date' })
    expect(title).toBe('A b')
    expect(content.toString()).toBe('<h1>A <em>b</em></h1>\ndate<p>c</p>\n')
    expect(renderMarkdown('c').title).toBeUndefined()
  })

  test('leads where it is told', () => {
    const { content } = renderMarkdown('[a](privacy.md)', { linkTo: (href) => `/to/${href}` })
    expect(content.toString()).toBe('<p><a href="/to/privacy.md">a</a></p>\n')
  })
})
