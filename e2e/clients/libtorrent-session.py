"""One libtorrent session with one torrent, driven from outside.

Its only argument is a JSON object: address, listen, torrent, directory, seed. Each alert about the
tracker and about the end of the download becomes one JSON line on standard output.
Commands are JSON lines on standard input: {"do": "announce"} and {"do": "scrape"}. SIGINT, SIGTERM
or the end of the input stop the torrent, wait for the trackers' answers to that, and leave with 0.
"""

import json
import os
import select
import signal
import sys
import time

import libtorrent as lt

# Only the tracker may introduce peers: no DHT, no local discovery, no port mapping (the torrents are
# private, so there is no peer exchange either). Unchoking every second instead of every 15 is
# what makes a short test short; min_announce_interval lets force_reannounce work at once.
SETTINGS = {
    'enable_dht': False,
    'enable_lsd': False,
    'enable_upnp': False,
    'enable_natpmp': False,
    'enable_incoming_utp': False,
    'enable_outgoing_utp': False,
    'min_announce_interval': 1,
    'unchoke_interval': 1,
    'alert_mask': lt.alert.category_t.tracker_notification
    | lt.alert.category_t.error_notification
    | lt.alert.category_t.status_notification,
}
STOP_SECONDS = 8


def tell(kind, **facts):
    print(json.dumps({'alert': kind, **facts}), flush=True)


def facts_of(alert):
    """The fields of an alert that the scenarios look at, by the names libtorrent gives them."""
    facts = {'message': alert.message()}
    names = ('num_peers', 'complete', 'incomplete', 'warning_message', 'failure_reason')
    for name in names:
        if hasattr(alert, name):
            value = getattr(alert, name)
            facts[name] = value() if callable(value) else value
    if isinstance(alert, lt.tracker_alert):
        facts['url'] = alert.url
    if isinstance(alert, lt.tracker_announce_alert):
        facts['event'] = str(alert.event)
    if isinstance(alert, lt.external_ip_alert):
        facts['external_address'] = str(alert.external_address)
    return facts


def is_of_interest(kind):
    return any(word in kind for word in ('tracker', 'scrape', 'external_ip', 'error', 'torrent_finished'))


def pass_on_alerts(session):
    """Prints what came and returns its kinds."""
    kinds = []
    for alert in session.pop_alerts():
        kind = type(alert).__name__
        if is_of_interest(kind):
            kinds.append(kind)
            tell(kind, **facts_of(alert))
    return kinds


class Inbox:
    """Wakes for what comes from outside: alerts, commands, signals.

    The session tells of alerts through a pipe, because wait_for_alert hands Python an alert that
    the session may be moving in memory at that moment, which crashes now and then.
    """

    def __init__(self, session):
        self.commands = []
        self.rest = b''
        self.reader, writer = os.pipe()
        os.set_blocking(self.reader, False)
        os.set_blocking(writer, False)
        session.set_alert_fd(writer)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.commands.append('stop'))

    def wait(self, seconds=None):
        ready, _, _ = select.select([self.reader, sys.stdin], [], [], seconds)
        if self.reader in ready:
            os.read(self.reader, 4096)
        if sys.stdin in ready:
            self.read_commands()

    def read_commands(self):
        read = os.read(sys.stdin.fileno(), 4096)
        *lines, self.rest = (self.rest + read).split(b'\n')
        self.commands += [json.loads(line)['do'] for line in lines]
        if not read:
            self.commands.append('stop')

    def take_command(self):
        return self.commands.pop(0) if self.commands else None


def leave(session, torrent, inbox):
    """Stops the torrent and waits until every stopped announce has been answered."""
    torrent.pause()
    announced = answered = 0
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline and (announced == 0 or answered < announced):
        inbox.wait(0.1)
        kinds = pass_on_alerts(session)
        announced += kinds.count('tracker_announce_alert')
        answered += kinds.count('tracker_reply_alert') + kinds.count('tracker_error_alert')


def main():
    options = json.loads(sys.argv[1])
    listen = {'listen_interfaces': options['listen'], 'outgoing_interfaces': options['address']}
    session = lt.session({**SETTINGS, **listen})
    inbox = Inbox(session)
    flags = lt.torrent_flags.seed_mode if options['seed'] else lt.torrent_flags.update_subscribe
    torrent = session.add_torrent(
        {
            'ti': lt.torrent_info(options['torrent']),
            'save_path': options['directory'],
            'flags': flags,
        }
    )
    while True:
        pass_on_alerts(session)
        command = inbox.take_command()
        if command == 'announce':
            torrent.force_reannounce(0, -1, lt.reannounce_flags_t.ignore_min_interval)
        elif command == 'scrape':
            torrent.scrape_tracker()
        elif command == 'stop':
            return leave(session, torrent, inbox)
        else:
            inbox.wait()


main()
