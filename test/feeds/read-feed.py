# Reads a feed from standard input with feedparser, and writes what it understood as JSON.
import calendar
import json
import sys

import feedparser

feed = feedparser.parse(sys.stdin.buffer.read())
json.dump(
    {
        "problem": str(feed.bozo_exception) if feed.bozo else None,
        "version": feed.version,
        "title": feed.feed.title,
        "entries": [
            {
                "id": entry.id,
                "title": entry.title,
                "link": entry.link,
                "author": entry.author,
                "summary": entry.summary,
                "published": calendar.timegm(entry.published_parsed),
                "tags": [tag.term for tag in entry.tags],
                "enclosures": [
                    {"href": one.href, "type": one.type, "length": one.length}
                    for one in entry.enclosures
                ],
            }
            for entry in feed.entries
        ],
    },
    sys.stdout,
)
