/**
 * Every limit of the program that is not configuration, with its reason. Reaching one is a counted
 * refusal, never a crash (invariant 3). Relations between limits are asserted at the end.
 */
import { assert } from './assert.ts'

/** Info-hashes in one scrape over HTTP. Clients send up to 60 at a time; a few older ones up to 100. */
export const scrapeHashesMax = 128

/** Info-hashes in one scrape over UDP: what fits 896 bytes, as every other tracker answers (BEP 15: "about 74"). */
export const udpScrapeHashesMax = 74

/** Bytes of a datagram's payload that never needs fragments: 1500 minus the IPv4 header, options and UDP, as BEP 15 trackers use. */
export const udpReplyBytesMax = 1452

/** The same for IPv6: the smallest MTU of 1280 minus its headers (RFC 8200, section 5). */
export const udpReplyBytesMaxIpv6 = 1232

/** Bytes of an HTTP request target: a scrape of `scrapeHashesMax` fully escaped info-hashes fits. */
export const httpTargetBytesMax = 16 * 1024

/** Bytes of all header fields of an HTTP request together. Real clients send under 500. */
export const httpHeaderBytesMax = 16 * 1024

/** Bytes of the body of a GET, which is skipped. No client of a tracker sends one. */
export const httpBodyBytesMax = 16 * 1024

/**
 * Connections that one HTTP thread keeps open; one more costs the idlest its place (linux driver) or closes at once
 * (portable). Real clients keep theirs for seconds.
 */
export const httpConnectionsMax = 20_000

/**
 * Bytes of unfinished requests and of replies that clients do not take, kept by one HTTP thread: 20 000 clients
 * that each send a kilobyte and stop. Whoever needs more costs the idlest connections their place.
 */
export const httpHeldBytesMax = 64 * 1024 * 1024

/** Seconds in which a client must have sent all of its request, and that an idle connection is kept. */
export const httpRequestSecondsMax = 10

/** Query parameters of one request that are looked at; what comes after is an error. */
export const queryParametersMax = 1024

/** Bytes of one reply over HTTP: 200 peers as a list of dictionaries, or `scrapeHashesMax` scrape entries. */
export const httpReplyBytesMax = 32 * 1024

/** Bytes of path and query that a UDP announce may carry (BEP 41). libtorrent sends up to 255, a personal path needs under 64. */
export const udpUrlDataBytesMax = 512

/**
 * Entries of one source (an IPv4 address, an IPv6 /64) among the seeders or the leechers of one swarm: enough
 * for the clients behind one shared address, too few to fill a swarm with. Index 0 IPv4, 1 IPv6. At most
 * half a bucket of the swarm store, in which all of them stand together.
 */
export const entriesPerSourceMax = [16, 8] as const

/** Tracker threads, one slot in shared memory each. */
export const threadsMax = 64

assert(httpTargetBytesMax >= scrapeHashesMax * 71 + 64, 'a full scrape request must fit the target')
assert(httpReplyBytesMax >= scrapeHashesMax * 120 + 64, 'a full scrape reply must fit the buffer')
