/**
 * The info-hash that the self-probe asks about where it knows no better one: no torrent has it, because nobody can make files for a hash that was
 * written down first. It is only ever scraped, so it makes no swarm.
 */
export const reservedHash = Buffer.from('waggle self-probe ..', 'latin1')
