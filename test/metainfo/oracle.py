"""Tells what libtorrent makes of torrents.

Reads a JSON list of .torrent files in base64 and prints a JSON list with one object for each: {"error":
text} for one that libtorrent refuses, and what it read from the others. Paths are those that libtorrent
would write to, which are not always those in the file.
"""

import base64
import json
import sys

import libtorrent as lt


def describe(data):
    try:
        info = lt.torrent_info(data)
    except RuntimeError as error:
        return {'error': str(error)}
    hashes = info.info_hashes()
    files = info.files()
    indexes = range(files.num_files())
    pads = [bool(files.file_flags(i) & lt.file_flags_t.flag_pad_file) for i in indexes]
    return {
        'v1': str(hashes.v1) if hashes.has_v1() else None,
        'v2': str(hashes.v2) if hashes.has_v2() else None,
        'name': info.name(),
        'private': info.priv(),
        'pieceLength': info.piece_length(),
        'pieces': info.num_pieces(),
        'trackers': trackers(info),
        'files': [
            {'path': files.file_path(i), 'size': files.file_size(i)} for i in indexes if not pads[i]
        ],
    }


def trackers(info):
    try:
        return [[tracker.tier, tracker.url] for tracker in info.trackers()]
    except UnicodeDecodeError:
        # The binding can tell an address only if it is text.
        return []


def main():
    torrents = json.load(sys.stdin)
    json.dump([describe(base64.b64decode(torrent)) for torrent in torrents], sys.stdout)


main()
