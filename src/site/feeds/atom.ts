/** A feed as Atom (RFC 4287). What feed readers for torrents look for besides is in the namespace of ezRSS. */
import { type Feed, type FeedEntry, torrentType, updatedAt } from './feed.ts'
import { torrentElement, torrentNamespace } from './torrent-element.ts'
import { element, type Xml, xmlDocument } from './xml.ts'

export const atomType = 'application/atom+xml'

export function writeAtom(feed: Feed): string {
  const { title, description, pageHref, selfHref, siteName, entries } = feed
  return xmlDocument(
    element('feed', { xmlns: 'http://www.w3.org/2005/Atom', 'xmlns:torrent': torrentNamespace }, [
      element('id', {}, [selfHref]),
      element('title', {}, [title]),
      element('subtitle', {}, [description]),
      element('updated', {}, [dateText(updatedAt(feed))]),
      element('author', {}, [element('name', {}, [siteName])]),
      element('link', { rel: 'self', type: atomType, href: selfHref }),
      element('link', { rel: 'alternate', type: 'text/html', href: pageHref }),
      ...entries.map(entryElement),
    ]),
  )
}

function entryElement({ enclosure, ...entry }: FeedEntry): Xml {
  const at = dateText(entry.publishedAt)
  return element('entry', {}, [
    element('id', {}, [entry.id]),
    element('title', {}, [entry.title]),
    element('published', {}, [at]),
    element('updated', {}, [at]),
    element('author', {}, [element('name', {}, [entry.author])]),
    element('category', { term: entry.category }),
    element('link', { rel: 'alternate', type: 'text/html', href: entry.href }),
    ...(enclosure === undefined
      ? []
      : [
          element('link', {
            rel: 'enclosure',
            type: torrentType,
            length: enclosure.bytes,
            href: enclosure.href,
          }),
        ]),
    element('summary', { type: 'html' }, [entry.description.toString()]),
    ...(enclosure === undefined ? [] : [torrentElement(enclosure)]),
  ])
}

/** RFC 3339. */
function dateText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}
