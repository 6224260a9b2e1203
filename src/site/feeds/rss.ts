/** A feed as RSS 2.0, with the address of itself as the RSS Advisory Board's profile asks for. */
import { rssReloadMinutes } from '#base/limits'
import { type Feed, type FeedEntry, torrentType, updatedAt } from './feed.ts'
import { torrentElement, torrentNamespace } from './torrent-element.ts'
import { element, type Xml, xmlDocument } from './xml.ts'

export const rssType = 'application/rss+xml'

const namespaces = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:torrent': torrentNamespace,
} as const

export function writeRss(feed: Feed): string {
  const { title, description, pageHref, selfHref, entries } = feed
  return xmlDocument(
    element('rss', { version: '2.0', ...namespaces }, [
      element('channel', {}, [
        element('title', {}, [title]),
        element('link', {}, [pageHref]),
        element('description', {}, [description]),
        element('lastBuildDate', {}, [dateText(updatedAt(feed))]),
        element('ttl', {}, [rssReloadMinutes]),
        element('atom:link', { rel: 'self', type: rssType, href: selfHref }),
        ...entries.map(itemElement),
      ]),
    ]),
  )
}

/** `author` would have to be an address of e-mail, so the name stands in an element of Dublin Core. */
function itemElement({ enclosure, ...entry }: FeedEntry): Xml {
  return element('item', {}, [
    element('title', {}, [entry.title]),
    element('link', {}, [entry.href]),
    element('guid', { isPermaLink: 'false' }, [entry.id]),
    element('pubDate', {}, [dateText(entry.publishedAt)]),
    element('dc:creator', {}, [entry.author]),
    element('category', {}, [entry.category]),
    element('description', {}, [entry.description.toString()]),
    ...(enclosure === undefined
      ? []
      : [
          element('enclosure', { url: enclosure.href, length: enclosure.bytes, type: torrentType }),
          torrentElement(enclosure),
        ]),
  ])
}

/** RFC 822 with a year of four digits, as RSS 2.0 asks for. */
function dateText(seconds: number): string {
  return new Date(seconds * 1000).toUTCString()
}
