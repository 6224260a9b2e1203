"""Makes a private torrent of one file.

Its only argument is a JSON object: file, out, tiers (a list of lists of announce addresses) and
format ("v1" or "hybrid"). Prints {"v1": hex or null, "v2": hex or null}: the info-hashes as a client
announces them, the v2 one cut to 20 bytes (BEP 52).
"""

import json
import os
import sys

import libtorrent as lt

PIECE_LENGTH = 32 * 1024


def info_hashes(torrent_file):
    hashes = lt.torrent_info(torrent_file).info_hashes()
    return {
        'v1': str(hashes.v1) if hashes.has_v1() else None,
        'v2': str(hashes.v2)[:40] if hashes.has_v2() else None,
    }


def main():
    options = json.loads(sys.argv[1])
    files = lt.file_storage()
    lt.add_files(files, options['file'])
    flags = lt.create_torrent.v1_only if options['format'] == 'v1' else 0
    torrent = lt.create_torrent(files, PIECE_LENGTH, flags)
    torrent.set_priv(True)
    for tier, urls in enumerate(options['tiers']):
        for url in urls:
            torrent.add_tracker(url, tier)
    lt.set_piece_hashes(torrent, os.path.dirname(options['file']))
    with open(options['out'], 'wb') as out:
        out.write(lt.bencode(torrent.generate()))
    print(json.dumps(info_hashes(options['out'])))


main()
