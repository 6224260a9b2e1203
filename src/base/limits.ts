/**
 * Every limit of the program that is not configuration, with its reason. Reaching one is a counted
 * refusal, never a crash (invariant 3). Relations between limits are asserted at the end.
 */
import { assert } from './assert.ts'

/** Info-hashes in one scrape over HTTP. Clients send up to 60 at a time; a few older ones up to 100. */
export const scrapeHashesMax = 128

/** Info-hashes in one scrape over UDP: what fits 896 bytes, as every other tracker answers (BEP 15: "about 74"). */
export const udpScrapeHashesMax = 74

/**
 * Bytes of a datagram's payload that paths carry whole, as QUIC takes for granted (RFC 9000, section 14): 1280 minus
 * the headers of IPv4 and UDP. Replies ask not to be fragmented; 200 peers fit.
 */
export const udpReplyBytesMax = 1252

/** The same for IPv6, whose smallest MTU it is (RFC 8200, section 5). */
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

/**
 * Seconds for which a server that has handed over keeps the connections that are open: as long as an idle one is kept
 * anyway, so that nobody is cut off in the middle of a question.
 */
export const httpDrainSecondsMax = httpRequestSecondsMax + 1

/**
 * Bytes of a header of the PROXY protocol: what any host takes in one TCP segment, which the specification promises
 * that a header fits (section 2). A header with an address and nothing else has 52 at most.
 */
export const proxyProtocolHeaderBytesMax = 536

/** Query parameters of one request that are looked at; what comes after is an error. */
export const queryParametersMax = 1024

/** Bytes of one reply over HTTP: 200 peers as a list of dictionaries, or `scrapeHashesMax` scrape entries with names. */
export const httpReplyBytesMax = 64 * 1024

/** Bytes of path and query that a UDP announce may carry (BEP 41). libtorrent sends up to 255, a personal path needs under 64. */
export const udpUrlDataBytesMax = 512

/**
 * Entries of one source (an IPv4 address, an IPv6 /64) among the seeders or the leechers of one swarm: enough
 * for the clients behind one shared address, too few to fill a swarm with. Index 0 IPv4, 1 IPv6. At most
 * half a bucket of the swarm store, in which all of them stand together.
 */
export const entriesPerSourceMax = [16, 8] as const

/** Networks of one family that a list can block: the largest public ones have half a million. */
export const blockedNetworksMax = 1_000_000

/** Beginnings of peer ids that a list can block: there are some hundreds of clients, each in a few bad versions. */
export const blockedClientsMax = 10_000

/** Info-hashes that a list can deny: lists of takedown notices have some hundred thousand. */
export const deniedInfoHashesMax = 1_000_000

/** Blocks that the operator makes one by one, beside the lists: all of them are written with each change. */
export const ownBlocksMax = 10_000

/** Bytes of a file of blocks, which stay in memory for the reasons in it: a million lines of the longest names. */
export const blockFileBytesMax = 128 * 1024 * 1024

/** Bytes of the reason of a block, in UTF-8. */
export const blockReasonBytesMax = 200

/**
 * Ids of members whose keys the tracker's threads know. The largest trackers with accounts have some hundred thousand, but
 * ids are given once, also to those whom nobody lets in. All of them together are 128 MB of addresses, and memory only where
 * there are members.
 */
export const memberIdMax = 4_000_000

/** Members who are kept out and told why, with the longest reasons: 5 MB. Further ones are told no reason. */
export const memberReasonsMax = 20_000

/** Tracker threads, one slot in shared memory each. */
export const threadsMax = 64

/** Scrapes of all torrents that one HTTP thread sends at the same time; each holds no more than a piece of it. */
export const fullScrapeStreamsMax = 64

/** How often one source has the scrape of all torrents within a minimum interval: a script, and its author who tries it. */
export const fullScrapesPerSourceMax = 4

/** Sources of which one HTTP thread knows when they last had the scrape of all torrents, within a minimum interval. */
export const fullScrapeSourcesMax = 4096

/**
 * Networks whose requests one thread counts by themselves, in 128 kilobytes: those that send much keep their places, and
 * a thread at its fastest has no more than some hundred such.
 */
export const limitedNetworksMax = 4096

/** Torrents whose activity is written in one flush; those that are left over come with the next. */
export const flushActivitiesMax = 50_000

/** Bytes of a .torrent file. With pieces of 16 MiB that is half a million pieces, 8 TiB of content. */
export const metainfoBytesMax = 10 * 1024 * 1024

/** Values and keys in a .torrent file: 20 000 files with their lengths and paths fit, a file of nothing but empty lists does not. */
export const bencodeNodesMax = 200_000

/** Lists and dictionaries in one another. A path of `metainfoPathDepthMax` in a file tree needs 20. */
export const bencodeDepthMax = 64

/** Files of one torrent. Clients list and check each; whoever has more packs them into an archive. */
export const metainfoFilesMax = 20_000

/** Components of a path below the torrent's name. Windows ends a whole path at 260 characters. */
export const metainfoPathDepthMax = 16

/** Bytes of one component of a path: what ext4 and XFS take, and never more than the 255 UTF-16 units of NTFS. */
export const metainfoNameBytesMax = 255

/** Bytes of a piece: BEP 52 asks for 16 KiB at least; a client shares nothing of a piece before it has all of it. */
export const pieceLengthBytesMin = 16 * 1024
export const pieceLengthBytesMax = 64 * 1024 * 1024

/** Bytes of content of one torrent, exclusive: sums of sizes stay exact, and announced counters are clamped there too. */
export const metainfoContentBytesMax = 2 ** 50

/** Characters of a name that a fault shows. Long enough to be found, short enough for a line. */
export const faultSubjectCharactersMax = 120

/** Requests that one token may make of the API in a minute: twenty a second, each with up to a thousand torrents. */
export const apiRequestsPerMinuteMax = 1200

/** Requests without a good token that one address may make of the API in a minute: enough for somebody who tries it out. */
export const apiRefusalsPerMinuteMax = 60

/** Tokens of the API in force: each is a program or a person, and all are shown in one list. */
export const tokensMax = 1000

/** Bytes of what a token is for, in UTF-8. */
export const tokenLabelBytesMax = 100

/** Completions of one torrent: while the tracker runs they are counted in 32 bits. */
export const completedMax = 2 ** 31 - 1

/** Bytes of one line of a list to import: a hash, a name and a few numbers take a kilobyte at most. */
export const importLineBytesMax = 1024 * 1024

/** Bytes kept of one value of an SQL dump: hashes, names, numbers and dates are short, descriptions are not wanted. */
export const importValueBytesMax = 4096

/** Characters of an imported name; the rest is cut off. Other trackers keep 250 to 300, file systems 255. */
export const importNameCharactersMax = 255

/** Calls that wait for one kind of access to the database. A healthy one keeps a handful waiting. */
export const storageWaitingMax = 1000

/** Prepared statements that a storage thread keeps: every statement of ours fits a few times over. */
export const storageStatementsMax = 256

/** Values bound in one statement: SQLite takes 32 766, PostgreSQL 65 535. */
export const storageBindsMax = 30_000

/** Entries of one page of a list that is read from the database. */
export const storagePageMax = 10_000

/** Searches whose numbers of torrents are remembered for a minute; more than a busy site is asked for. */
export const torrentTotalsMax = 1000

/** Requests that one network makes of the site in a minute: a person who clicks fast, a household behind one address. */
export const siteRequestsPerMinuteMax = 600

/** Of these, forms of one kind that it sends. */
export const siteFormsPerMinuteMax = 30

/** Networks whose requests to the site are counted; the one that asked longest ago is forgotten for a new one. */
export const siteVisitorsRememberedMax = 10_000

/** Torrent files of one upload: what somebody selects at once, and less than half a gigabyte. */
export const uploadedFilesMax = 40

/** Parts of one upload that are looked at, to say which files were left out. */
export const uploadPartsMax = 1000

/** Bytes of a form without files: long comments fit. */
export const siteFormBytesMax = 64 * 1024

/** Of these, searches: the hardest keeps a thread of the database busy for a second or two. */
export const siteSearchesPerMinuteMax = 120

/** Entries of a feed. */
export const feedEntriesMax = 100

/** Feeds that one network asks for in a minute: the searches of a household that a reader asks for all at once. */
export const siteFeedsPerMinuteMax = 60

/** How often a reader should ask for a feed. */
export const rssReloadMinutes = 15

/** Seconds in which a visitor must have sent all of a request. */
export const siteRequestSecondsMax = 30

/** Hashes of passwords that are computed at once: each takes 19 MiB and one of the four threads that files need too. */
export const passwordComputationsMax = 2

/** Logins that wait for one of them: two seconds' worth on a slow machine; a person would not wait longer. */
export const passwordsWaitingMax = 32

/** Names and networks each whose failed logins are remembered; the one that failed longest ago gives way to a new one. */
export const failedLoginsRememberedMax = 20_000

/** Logins that wait to see how others of the same name or network end; as many as wait for a computation then. */
export const loginsHeldMax = 32

/** Accounts that one network makes in a day: a household, a class, a café. */
export const accountsPerNetworkMax = 10

/** Networks whose new accounts are remembered; the one that made one longest ago gives way to a new one. */
export const newAccountNetworksMax = 20_000

/** Mails that wait to be sent: an hour's worth of a busy site whose mail server is down. */
export const mailsWaitingMax = 500

/** Members and networks each whose requests for mail are counted. */
export const mailRequestsRememberedMax = 20_000

/** Accounts with one address that are sent a link when somebody forgot a password. */
export const accountsPerAddressMax = 10

/** Characters of the reason for which a member is banned: a client shows it on one line. */
export const memberReasonCharactersMax = 200

/** Tokens of the API that one member has in force. */
export const memberTokensMax = 20

/** Sessions of one member; one more ends the one that was seen longest ago. Nobody has as many browsers. */
export const sessionsPerMemberMax = 50

/** Characters of the titles of a gallery. Whole lists of them are on one page. */
export const galleryTitleCharactersMax = 500

/** Characters of what a gallery's owner says of it: a few pages of text. */
export const galleryDescriptionCharactersMax = 10_000

/** Tags of a gallery, and characters of one with its namespace: what its page shows without being a list of words. */
export const galleryTagsMax = 100
export const galleryTagCharactersMax = 64

/** Pages of a gallery: whoever has more has several galleries. */
export const galleryPagesMax = 100_000

/** Characters of the name that another system has for a gallery: an address fits. */
export const galleryExternalIdCharactersMax = 200

/** Characters of the reason why a gallery is not shown. */
export const galleryReasonCharactersMax = 500

/**
 * The largest id that a gallery may be given by whoever moves it in. New ones are numbered from there on, and announce
 * addresses end at 2^31 - 1.
 */
export const galleryIdMax = 2_000_000_000

/** Galleries in one call of the API. */
export const galleryBulkMax = 500

/** Bytes of a picture for a cover: a photograph of a good camera fits. */
export const coverBytesMax = 8 * 1024 * 1024

/** Pixels of it: 7,000 by 5,000 and more, which take some 160 MB while they are made smaller. */
export const coverPixelsMax = 40_000_000

/** Pictures that are made smaller at once, and seconds that one may take: a good one takes less than one. */
export const coversAtOnceMax = 2
export const coverSecondsMax = 10

/** Pictures that wait for it: half a minute's worth; each is in memory. */
export const coversWaitingMax = 20

/** Characters of what a member says in a report, and reports of one member in 24 hours. */
export const reportTextCharactersMax = 1000
export const reportsPerDayMax = 30

/** Characters of why something should be expunged, or should not have been; a member opens as many petitions in 24 hours. */
export const petitionTextCharactersMax = 1000
export const petitionsPerDayMax = 10

/** Petitions of one gallery that are voted on: there are not as many reasons. */
export const petitionsPerTargetMax = 20

/** Votes on one petition, which are read together: ten times what the threshold needs. */
export const petitionVotesMax = 1000

/** Characters of what an uploader says of a torrent. */
export const torrentCommentCharactersMax = 4000

/**
 * Torrents in one archive, and bytes after which none is added: the format has room for 65,535 files and 4 GiB without
 * extensions that some programs do not know.
 */
export const archiveFilesMax = 20_000
export const archiveBytesMax = 2 * 1024 ** 3

/** Archives that are sent at the same time; each reads the database as fast as its member takes it. */
export const archivesAtOnceMax = 8

/**
 * Announces that a thread's journal holds until main takes them, a power of two: eight megabytes, and several seconds of a
 * thread at its fastest, while main does something else.
 */
export const journalRecordsMax = 2 ** 17

/**
 * Sessions of members whose marks are in memory, and as many pairs of member and torrent: half a gigabyte when it is
 * full. More than that are read from the database when they announce.
 */
export const settledSessionsMax = 1_000_000

/** Announces that wait for the database to tell what is known of them: minutes of a busy site's new sessions. */
export const unsettledAnnouncesMax = 100_000

/** Sessions whose marks and credits are stored in one transaction, so that what people do on the site comes between. */
export const flushSessionsMax = 5000

/**
 * Sessions of a member with one torrent whose marks are kept, those that announced last: a dozen clients that are started
 * anew every few days, each time under another peer id, until what is silent for three weeks is forgotten anyway.
 */
export const marksPerPairMax = 50

/** Ends of downloads by those without a key that are counted of one torrent: nobody vouches for them, and each is kept. */
export const anonymousCompletionsMax = 10_000

/** The same of all torrents, while the database is away: some hours of a busy site, in a few tens of megabytes. */
export const unstoredAnonymousMax = 100_000

/** Sessions of one member, and of all, that the member's page can show: a seedbox has some thousand. */
export const liveSessionsPerMemberMax = 2000
export const liveSessionsMax = 300_000

/** Info-hashes of one member that are announced in vain, and are shown: enough to see what is wrong. */
export const vainHashesPerMemberMax = 100

/**
 * Notices that are kept of one member, and days for which: nobody reads further back. Beyond a hundred, unread ones are
 * not counted, and a mail tells so many.
 */
export const noticesPerMemberMax = 500
export const noticeDaysMax = 90
export const noticesCountedMax = 100
export const noticesPerMailMax = 50

/** Characters of a name in a notice: it stands in a sentence. */
export const noticeFactCharactersMax = 120

/** Members who are told of one thing: those of a gallery that half the site has. */
export const noticeAudienceMax = 10_000

/** Torrents that one run of purging warns of, and members who are warned of one: those who completed it last. */
export const purgeWarnedMax = 5000
export const purgeWarnedMembersMax = 500

/** Torrents that a rehearsal and the staff's page list; nobody reads a longer list. */
export const purgeListedMax = 1000

/** Points that a completion pays at most, and that the staff gives or takes at once: sums stay exact for ever. */
export const pointsPerCompletionMax = 1_000_000
export const pointsGrantMax = 1_000_000_000

/** Characters of the reason for which the staff does: a line of the member's list. */
export const pointsReasonCharactersMax = 200

/** Members of one toplist. */
export const toplistRanksMax = 1000

assert(httpTargetBytesMax >= scrapeHashesMax * 71 + 64, 'a full scrape request must fit the target')
assert(httpReplyBytesMax >= scrapeHashesMax * 120 + 64, 'a full scrape reply must fit the buffer')
assert(bencodeNodesMax >= metainfoFilesMax * 6, 'a torrent of the most files must fit the tree')
assert(bencodeDepthMax >= metainfoPathDepthMax + 4, 'the deepest path must fit the tree')
