/** Pages that show every part of the kit once, with made-up content: `/kit`, `/kit/list`, `/kit/window`. */
import { sparkline } from '#site/components/chart'
import { confirmContent } from '#site/components/confirm'
import { copyField } from '#site/components/copy-field'
import { dialog } from '#site/components/dialog'
import { checkField, choiceField, inputField, textField } from '#site/components/field'
import { fileTree } from '#site/components/file-tree'
import { form } from '#site/components/form'
import { emptyState } from '#site/components/message'
import { moment } from '#site/components/moment'
import { notice } from '#site/components/notice'
import { page } from '#site/components/page'
import { pager } from '#site/components/pager'
import { pill } from '#site/components/pill'
import { table } from '#site/components/table'
import { tiles } from '#site/components/tiles'
import { formatSize } from '#site/format/format-size'
import { type Html, html } from '#site/html'
import type { Section } from '#site/section'
import { sendPage } from '#site/server/send-page'
import type { Shell } from '#site/shell'
import { listRows, type Row } from './list-rows.ts'
import { nowSeconds } from './specimen-clock.ts'

export function kitPages(): Section {
  return {
    tabs: () => [
      { href: '/kit/list', label: 'Torrents' },
      { href: '/kit', label: 'Kit' },
    ],
    register: (site, shell) => {
      site.get('/kit', (_request, reply) => sendPage(reply, kitPage(shell())))
      site.get('/kit/list', (_request, reply) => sendPage(reply, listPage(shell(), listRows)))
      site.get('/kit/empty', (_request, reply) => sendPage(reply, listPage(shell(), [])))
      site.get('/kit/window', (_request, reply) => sendPage(reply, windowPage(shell())))
      site.get('/kit/confirm', (_request, reply) => sendPage(reply, confirmPage(shell())))
    },
  }
}

function listPage(shell: Shell, rows: readonly Row[]): Html {
  const { texts } = shell
  const list = table<Row>(texts, {
    caption: 'Torrents',
    isList: true,
    rows,
    columns: [
      {
        head: 'Added',
        sortHref: '?sort=added',
        sorted: 'descending',
        cell: ({ addedSeconds }) => moment(texts, addedSeconds, nowSeconds),
      },
      {
        head: 'Torrent name',
        kind: 'name',
        cell: ({ id, name }) =>
          html`<a href="/kit/window?id=${id}" title="${name}" data-dialog><bdi>${name}</bdi></a>`,
      },
      {
        head: 'Size',
        kind: 'number',
        sortHref: '?sort=size',
        cell: ({ bytes }) => formatSize(bytes),
      },
      {
        head: '▲',
        title: 'Seeds',
        kind: 'number',
        glyph: 'seeds',
        sortHref: '?sort=seeds',
        cell: ({ seeds }) => seeds,
      },
      {
        head: '▼',
        title: 'Downloaders',
        kind: 'number',
        glyph: 'downloaders',
        sortHref: '?sort=downloaders',
        cell: ({ downloaders }) => downloaders,
      },
      {
        head: '✓',
        title: 'Completes',
        kind: 'number',
        glyph: 'completes',
        sortHref: '?sort=completes',
        cell: ({ completes }) => completes,
      },
      {
        head: 'Uploader',
        cell: ({ uploader }) => html`<a href="/kit?u=${uploader}">${uploader}</a>`,
      },
    ],
  })
  return page(shell, {
    title: 'Torrents',
    tab: '/kit/list',
    search: { action: '/kit/list', words: '' },
    member: html`<a href="/kit">member-1</a> 1,204 points`,
    filters: [
      { label: 'All', href: '/kit/list', count: '1,204', isCurrent: true },
      { label: 'Seeded', href: '/kit/list?status=seeded', count: '1,100', isCurrent: false },
      { label: 'Unseeded', href: '/kit/list?status=unseeded', count: '104', isCurrent: false },
    ],
    content: html`<h1>Torrents</h1>
      ${
        rows.length === 0
          ? emptyState({
              what: 'No hits found',
              why: 'No torrent has all of these words in its name.',
              action: { href: '/kit/list', label: 'Show all torrents' },
            })
          : list
      }
      ${rows.length > 0 && pager(texts, { newerHref: undefined, olderHref: '?after=50', summary: 'Showing 1–50 of 1,204' })}
      ${dialog(texts)}`,
  })
}

function kitPage(shell: Shell): Html {
  const { texts } = shell
  return page(shell, {
    title: 'Kit',
    tab: '/kit',
    content: html`<h1>Kit</h1>
      ${notice(texts, 'good', 'The torrent was added.')}
      ${notice(texts, 'warning', 'Download the finished file before you seed.')}
      ${notice(texts, 'error', 'The file is larger than 10 MiB.')}
      <p>${pill('neutral', 'open')} ${pill('good', 'active')} ${pill('warning', 'cleared')} ${pill('bad', 'banned')}</p>
      ${tiles([
        { label: 'Uploaded', figure: '1.4 TiB', sparkline: sparkline([1, 3, 2, 5, 8, 7, 9]) },
        { label: 'Seeds', figure: '12', glyph: 'seeds' },
        { label: 'Downloaders', figure: '4', glyph: 'downloaders' },
        { label: 'Completes', figure: '1,204', glyph: 'completes' },
      ])}
      ${copyField(texts, { text: 'http://tracker.example/7/announce' })}
      ${form({
        action: '/kit',
        submit: 'Save',
        look: 'primary',
        hidden: { id: '7' },
        hasFile: true,
        fields: [
          inputField(texts, {
            name: 'title',
            label: 'Title',
            value: '"><script>alert(1)</script>',
            hint: 'As it stands on the cover.',
            error: 'Leave out the angle brackets.',
            isRequired: true,
          }),
          inputField(texts, {
            name: 'file',
            label: 'Torrent file',
            type: 'file',
            accept: '.torrent',
          }),
          textField(texts, {
            name: 'comment',
            label: 'Comment',
            rows: 3,
            value: '\nfirst\nsecond',
          }),
          choiceField(texts, {
            name: 'category',
            label: 'Category',
            value: 'maps',
            choices: [
              { value: 'plants', label: 'Plants' },
              { value: 'maps', label: 'Maps' },
            ],
          }),
          checkField({ name: 'hidden', label: 'Hide my name', isChecked: true }),
        ],
      })}
      ${fileTree(texts, [
        { path: ['maps', 'north', 'sheet-1.png'], bytes: 5_000_000 },
        { path: ['maps', 'north', 'sheet-2.png'], bytes: 6_000_000 },
        { path: ['maps', 'index.txt'], bytes: 812 },
        { path: ['<b>read me</b>.txt'], bytes: 90 },
      ])}`,
  })
}

function windowPage(shell: Shell): Html {
  return page(shell, {
    title: 'Two torrents',
    content: html`<h1>Two torrents</h1>
      <p>Posted 2026-04-26 05:14</p>
      ${copyField(shell.texts, { text: 'http://tracker.example/7/announce' })}`,
  })
}

function confirmPage(shell: Shell): Html {
  return page(shell, {
    title: 'Reset the key',
    isProse: true,
    content: confirmContent(shell.texts, {
      title: 'Reset the key',
      consequence:
        'All of your personalised torrents stop working at once. This cannot be taken back.',
      action: '/kit/confirm',
      submit: 'Reset the key',
      backHref: '/kit',
    }),
  })
}
