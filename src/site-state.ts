/** What the site shows of the configuration in force. A reload makes it anew. */
import type { Config } from '#config/config'
import { deniesInfoHashes } from '#config/denies-info-hashes'
import { peerTimeoutSeconds } from '#config/intervals'
import type { GallerySettings } from '#site/gallery/gallery-options'
import type { SuspicionSettings } from '#site/moderation/moderation-options'
import { loadPolicyDocuments, type PolicyDocuments } from '#site/pages/policy/policy-documents'
import type { PolicyFacts } from '#site/pages/policy/policy-facts'
import type { Addresses } from './addresses.ts'
import { profileOf } from './profile.ts'
import { announceLineOf, announceUrl, announceUrlsOf } from './published-addresses.ts'

export type SiteState = {
  readonly name: string
  readonly url: string
  readonly announceUrls: readonly string[]
  /** What is told to whoever announces to the site. */
  readonly announceLine: string
  /** The operator wrote them; otherwise they are the machine's own. */
  readonly isPublished: boolean
  readonly otherTrackers: readonly { readonly url: string; readonly credit: string }[]
  readonly contact: string
  readonly documents: PolicyDocuments
  readonly facts: PolicyFacts
  readonly intervalSeconds: number
  readonly shortestIntervalSeconds: number
  readonly fullScrape: boolean
  readonly onlyRegistered: boolean
  readonly gallery: Omit<GallerySettings, 'siteUrl'>
  readonly suspicions: SuspicionSettings
}

/** Throws StartError for pages of the operator's that cannot be used. */
export function siteStateOf(config: Config, addresses: Addresses): SiteState {
  const { tracker, site } = config
  return {
    name: site.name,
    url: site.url,
    announceUrls: announceUrlsOf(config, addresses),
    announceLine: announceLineOf(config, addresses),
    isPublished: tracker.announceUrls.length > 0,
    otherTrackers: site.otherTrackers.map(({ url, credit }) => ({ url: announceUrl(url), credit })),
    contact: site.contact,
    documents: loadPolicyDocuments(site.pages),
    facts: policyFactsOf(config),
    intervalSeconds: tracker.intervalSeconds,
    shortestIntervalSeconds: tracker.minIntervalSeconds,
    fullScrape: tracker.fullScrape,
    onlyRegistered: profileOf(config).hasAdmission,
    gallery: {
      categories: config.gallery.categories,
      torrentBytesMax: config.upload.torrentBytesMax,
      pointsPerCompletion: config.points.perCompletion,
      scoreWeights: config.toplists,
    },
    suspicions: config.suspicions,
  }
}

/** What the policy pages may say, key by key; a switch without a key is what this version does. */
export function policyFactsOf(config: Config): PolicyFacts {
  const { site, tracker, limits, blocks } = config
  const { hasAdmission, hasTorrentKeys, hasGalleries } = profileOf(config)
  return {
    switches: {
      contact: site.contact !== '',
      // Blocks can be made at any time.
      'network-list': true,
      registered: hasAdmission,
      'torrent-list': deniesInfoHashes(config, hasAdmission),
      snapshot: true,
      'address-log': false,
      statistics: hasTorrentKeys,
      'full-scrape': tracker.fullScrape,
      'network-limits': limits.perPrefix,
      measure: blocks.measure,
      accounts: hasAdmission,
      galleries: hasGalleries,
      proxy: tracker.trustedProxies.length > 0,
    },
    siteName: site.name,
    intervalSeconds: tracker.intervalSeconds,
    shortestIntervalSeconds: tracker.minIntervalSeconds,
    peerTimeoutSeconds: peerTimeoutSeconds(tracker),
  }
}
