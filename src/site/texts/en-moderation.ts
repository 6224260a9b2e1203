/** The words of the pages where members report and moderators decide, in English. */
import type { BlockKind } from '#index/blocks/block'
import type { ReportAct, ReportKind, ReportReason } from '#index/moderation/report'
import type { ReportErrorCode } from '#index/moderation/report-error'

export const enModeration = {
  /** In the header, for those who moderate; `count` waits. */
  tab: (count: string | undefined) =>
    count === undefined ? 'Moderation' : `Moderation (${count})`,
  line: {
    queue: 'Reports',
    blocks: 'Blocks',
    overview: 'Overview',
    audit: 'Audit log',
    members: 'Members',
  },

  kinds: {
    torrent: 'Torrent',
    gallery: 'Gallery',
    member: 'Member',
  } satisfies Record<ReportKind, string>,
  /** In place of the name of what is not there any more. */
  gone: 'no longer there',

  reasons: {
    mislabelled: 'It is not what it says',
    broken: 'It is broken or incomplete',
    duplicate: 'It is here already',
    spam: 'Advertising or spam',
    abuse: 'Abuse of other members',
    rights: 'It violates somebody’s rights',
    illegal: 'It is illegal',
    other: 'Something else',
  } satisfies Record<ReportReason, string>,

  report: {
    link: 'Report',
    title: {
      torrent: 'Report a torrent',
      gallery: 'Report a gallery',
      member: 'Report a member',
    } satisfies Record<ReportKind, string>,
    lead: 'The moderators of this site see the report and your name; nobody else does.',
    reason: 'What is wrong',
    text: 'What else they should know',
    textHint: 'Needed for “Something else”.',
    submit: 'Send the report',
    uploader: 'Report whoever uploaded it',
    owner: 'Report its owner',
    waiting: {
      title: 'Reported',
      what: 'You have reported this. The moderators will look at it.',
      why: 'There is nothing else to do for you; what becomes of it shows where it was.',
      action: 'Back to where you were',
    },
    noTarget: {
      title: 'Nothing to report',
      what: 'What you want to report is not here, or not any more.',
      why: 'Somebody may have dealt with it already.',
      action: 'To the front page',
    },
    /** For whoever reports; what an error says otherwise is for moderators. */
    faults: {
      invalid_report:
        'Choose a reason. “Something else” needs a text, of at most 1,000 characters.',
      too_many_reports: 'You have made many reports within a day. Make the next one tomorrow.',
    } satisfies Partial<Record<ReportErrorCode, string>> as Readonly<Record<string, string>>,
  },

  queue: {
    title: 'Reports',
    lead: 'The oldest first. The keys j and k go from one to the next; Enter opens it.',
    caption: 'Open reports',
    target: 'What',
    reason: 'Why',
    reporter: 'Reported by',
    when: 'When',
    decide: 'Decide',
    verdict: 'Reason',
    none: { what: 'Nothing waits.', why: 'What members report stands here until it is handled.' },
    summary: (count: string) => `${count} on this page`,
    handledTitle: 'Handled last',
    handledCaption: 'Reports that were handled last',
    decision: 'Decision',
    handler: 'By',
    undo: 'Undo',
    undone: 'It is as it was before, and the report is open again.',
    kept: 'The report is open again. What it is about stays as it is, because somebody has decided about that since.',
    done: (act: string) => `${act}.`,
  },

  acts: {
    reject: 'Reject',
    close: 'Close',
    remove: 'Remove the torrent',
    expunge: 'Expunge the gallery',
    ban: 'Ban the member',
  } satisfies Record<ReportAct, string>,
  acted: {
    reject: 'Rejected',
    close: 'Closed',
    remove: 'Torrent removed',
    expunge: 'Gallery expunged',
    ban: 'Member banned',
  } satisfies Record<ReportAct, string>,

  handle: {
    title: 'A report',
    target: 'What',
    reason: 'Why',
    text: 'In the member’s own words',
    reporter: 'Reported by',
    when: 'When',
    state: 'Decision',
    others: 'Other open reports of it are handled with this one.',
    verdict: 'Reason',
    verdictHint: 'Clients and visitors are told.',
    own: 'Another reason',
    ownHint: 'In place of the one above, on one line.',
    until: 'For how long',
    rejectTitle: 'Nothing is wrong with it',
    closeTitle: 'It is gone already',
    closeLead: 'What was reported is not there any more, or was dealt with in another way.',
    back: 'Back to the reports',
    unknown: {
      title: 'No such report',
      what: 'There is no report with this number.',
      why: 'Reports have numbers from 1 on, and none is ever taken away.',
      action: 'See the reports',
    },
  },

  /** What moderators say most often; told to clients and visitors, so they are short. */
  canned: {
    rules: 'Against the rules of this site',
    mislabelled: 'Not what its title says',
    broken: 'Broken or incomplete',
    duplicate: 'Here already',
    spam: 'Advertising or spam',
    abuse: 'Abuse of other members',
    rights: 'Taken down for whoever holds the rights',
    illegal: 'Illegal content',
  },

  until: {
    week: 'a week',
    month: 'a month',
    year: 'a year',
    lifted: 'until it is lifted',
  },

  memberBan: {
    title: (name: string) => `Ban of ${name}`,
    lead: 'Whoever is banned is logged out everywhere, and announces with their key are refused from the next one on.',
    role: 'Role',
    since: 'Banned since',
    ends: 'Ends',
    reason: 'Reason',
    endLead: 'When it ends, the member can log in and announce again.',
    end: 'End the ban',
    banned: 'The member is banned.',
    ended: 'The member is not banned.',
    back: 'Back to the members',
    unknown: {
      title: 'No such member',
      what: 'There is no member with this number, or not any more.',
      why: 'The address may be mistyped, or the account was deleted.',
      action: 'See the members',
    },
    refused: {
      title: 'Not by you',
      what: 'You may not ban this member.',
      why: 'Those who moderate are kept out by administrators alone, and nobody by themselves.',
      action: 'See the members',
    },
  },

  blocks: {
    title: 'Blocks',
    lead: 'The tracker refuses announces from these networks and clients, and of these info-hashes, from the next one on. Lists in files stand beside them.',
    caption: 'Blocks',
    kinds: {
      network: 'Network',
      client: 'Client',
      info_hash: 'Info-hash',
    } satisfies Record<BlockKind, string>,
    kind: 'Kind',
    target: 'What',
    targetHint: 'Such as 203.0.113.0/24, -XL0012-, or 40 hexadecimal digits.',
    reason: 'Reason',
    reasonHint:
      'It stays in the audit log when the block is lifted: do not write the network into it.',
    /** The log does not say what is blocked. */
    inLog: (id: string) => `no. ${id}`,
    until: 'For how long',
    ends: 'Ends',
    never: 'when it is lifted',
    by: 'By',
    since: 'Since',
    none: { what: 'Nothing is blocked.', why: 'What is blocked here or by the API stands here.' },
    addTitle: 'Block something',
    add: 'Block',
    remove: 'Lift',
    /** For those who cannot see which row the button is in. */
    removeOf: (target: string) => `Lift the block of ${target}`,
    refused: {
      title: 'For administrators',
      what: 'This page is for those who look after the whole site.',
      why: 'Blocks keep out clients of everybody in a network. An administrator can make them.',
      action: 'See the reports',
    },
    added: 'It is blocked.',
    removed: 'The block is lifted.',
  },
}
