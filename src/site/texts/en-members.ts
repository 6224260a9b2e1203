/** The words of the pages where people become members and look after what is theirs, in English. */

import type { MemberState } from '#index/members/member'
import type { MemberErrorCode } from '#index/members/member-error'
import type { TokenScope } from '#index/tokens/token'
import type { TokenErrorCode } from '#index/tokens/token-error'

export const enMembers = {
  /** Below the header, on the pages of one's own account. */
  line: {
    account: 'Account',
    email: 'E-mail',
    key: 'Torrent key',
    feed: 'Feeds',
    tokens: 'API tokens',
    invitations: 'Invitations',
    data: 'Your data',
  },

  register: {
    title: 'Become a member',
    link: 'Become a member',
    lead: 'Members upload, record their statistics and have feeds of their own. Downloading needs no account.',
    invitedBy: (name: string) => `${name} has invited you. The invitation works once.`,
    password: 'Password',
    email: 'E-mail',
    emailHint: 'For a new password when you forgot yours, and for nothing else.',
    submit: 'Make the account',
    beside: 'Members log in',
    closed: {
      title: 'No new members',
      what: 'Nobody can make an account here by themselves.',
      why: 'Whoever runs this site makes the accounts.',
      action: 'Log in',
    },
    invitationNeeded: {
      title: 'By invitation',
      what: 'An account needs an invitation.',
      why: 'Members have them. Each is a link that works once, for a week.',
      action: 'Log in',
    },
    unknownInvitation: {
      title: 'This invitation is over',
      what: 'This invitation was used already, or is too old.',
      why: 'Each works once, for a week. Ask whoever gave it to you for another.',
      action: 'Log in',
    },
  },

  forgotten: {
    title: 'A new password',
    link: 'Forgotten the password?',
    lead: 'If the account has a confirmed address, a link to set a new password comes to it. It works once, for an hour.',
    field: 'Name or e-mail',
    submit: 'Send the link',
    sent: {
      title: 'Look into your mail',
      what: 'If there is such an account, and it has a confirmed address, a link is on its way to it.',
      why: 'It can take a few minutes. Where no mail comes, whoever runs this site can give you a link.',
      action: 'Log in',
    },
    off: {
      title: 'A new password',
      what: 'This site sends no mail.',
      why: 'Whoever runs it can give you a link to set a new password.',
      action: 'Log in',
    },
  },

  email: {
    title: 'E-mail',
    lead: 'With an address you can get a new password by yourself. Nobody sees it, and nothing else is sent to it.',
    current: 'Your address',
    none: 'You have none.',
    waiting: (address: string) =>
      `A link to confirm ${address} was sent. Until then nothing changes.`,
    off: 'This site sends no mail at present, so an address cannot be changed. It can be removed.',
    field: 'New address',
    fieldHint: 'Leave it empty to remove the one that you have.',
    password: 'Your password',
    wrong: 'This is not your password.',
    submit: 'Change the address',
    done: {
      sent: 'A link was sent to the address. It is yours when you have followed it.',
      removed: 'The address is removed.',
      confirmed: 'The address is confirmed.',
    },
    confirm: {
      title: 'Confirm the address',
      lead: (name: string, address: string) => `${address} becomes the address of ${name}.`,
      submit: 'Confirm it',
    },
  },

  key: {
    title: 'Torrent key',
    lead: 'It stands in the announce address of your torrents and says that they are yours. Give it to nobody.',
    current: 'Your part of every announce address',
    history: 'Earlier keys',
    historyLead: 'They are refused. Of each only a digest is kept.',
    when: 'Made invalid',
    never: 'You have never made it anew.',
    resetTitle: 'Make a new key',
    done: 'The key is a new one. Torrents with the one before are refused from now on.',
    stale: 'The key was made anew already, so it stays as it is.',
    after: 'What to do now',
    archive: 'Download all of your torrents with the new key, as one ZIP',
    archiveHint: 'Add them to your client; it finds the files that are there.',
    replace:
      'Or let your client change the addresses of the torrents that it has: replace the first text by the second.',
    old: 'Replace',
    new: 'by',
    back: 'Go to your account',
  },

  feed: {
    title: 'Feeds',
    lead: 'Feeds that you open while logged in have addresses with this token: they give your personal torrents to whoever has it.',
    token: 'Token',
    submit: 'Make a new token',
    consequence: 'The feeds that you have in a reader or client stop at once; add them again.',
    done: 'The token is a new one. Feeds with the one before are refused from now on.',
  },

  tokens: {
    title: 'API tokens',
    lead: 'A program with such a token can do what you can, as far as the token allows.',
    label: 'What it is for',
    allows: 'What it may do',
    scopes: {
      'torrents:read': 'read what is registered',
      'torrents:write': 'register, ban and remove torrents',
      'torrents:upload': 'upload torrents and get your personal files of them',
      'galleries:read': 'read galleries',
      'galleries:write': 'make and change galleries',
      'statistics:read': 'read statistics',
      'blocks:read': 'read what is blocked',
      'blocks:write': 'block networks, clients and info-hashes',
    } satisfies Record<TokenScope, string>,
    submit: 'Make a token',
    made: 'The token is made. It is shown this once:',
    use: 'Programs send it with each request:',
    header: 'Authorization: Bearer …',
    created: 'Made',
    used: 'Last used',
    never: 'never',
    revoke: 'Revoke',
    revoked: 'revoked',
    none: 'You have no tokens.',
    done: 'The token is revoked.',
    refusals: {
      invalid_label: 'Say in one line of at most 100 characters what it is for.',
      invalid_scopes: 'Choose at least one thing that it may do.',
      too_many_tokens: 'You have as many as one can have. Revoke those that are no longer used.',
      unknown_token: 'There is no such token.',
    } satisfies Record<TokenErrorCode, string>,
  },

  invitations: {
    title: 'Invitations',
    lead: (max: string) =>
      `Each is a link with which somebody makes an account, once, within a week. You can have ${max} open at a time. The staff can see who invited whom.`,
    open: 'Open invitations',
    made: 'Made',
    ends: 'Ends',
    end: 'End it',
    none: 'None is open.',
    submit: 'Make an invitation',
    created: 'Give this link to whoever you invite. It is shown this once:',
    ended: 'The invitation is ended.',
    invited: 'Whom you have invited',
    nobody: 'Nobody yet.',
  },

  data: {
    title: 'Your data',
    lead: 'Everything that this site stores of you is yours to take along.',
    download: 'Download it as JSON',
    deleteTitle: 'Delete the account',
    deleteLead:
      'Name, password, address, keys and tokens are gone at once and for good. Your torrents and galleries stay, without your name, and so do the numbers of what was moved.',
    deleteLink: 'Delete the account…',
    password: 'Your password',
    wrong: 'This is not your password.',
    consequence:
      'This cannot be taken back. Your personal torrents stop working at once; those of others go on.',
    submit: 'Delete it for good',
    deleted: {
      title: 'The account is deleted',
      what: 'What this site knew of you is gone.',
      why: 'Torrents and galleries that others use are still there, without your name.',
    },
  },

  staff: {
    title: 'Members',
    link: 'Members',
    caption: 'Members, the newest last',
    name: 'Name',
    role: 'Role',
    state: 'State',
    states: {
      active: 'active',
      suspended: 'suspended',
      deleted: 'deleted',
    } satisfies Record<MemberState, string>,
    banned: (until: string | undefined) =>
      until === undefined ? 'banned' : `banned until ${until}`,
    joined: 'Joined',
    seen: 'Last here',
    never: 'never',
    invitedBy: 'Invited by',
    act: 'Act',
    ban: 'Ban',
    ending: 'End the ban',
    /** For those who cannot see which row the link is in. */
    actOn: (act: string, name: string) => `${act}: ${name}`,
    summary: (count: string) => `${count} on this page`,
    refused: {
      title: 'For moderators',
      what: 'This page is for those who look after the members.',
      why: 'Your account may not. An administrator can change that.',
      action: 'Go to your account',
    },
  },

  /** Told at login to whoever knows the password; `until` is a time, and '' stands for no reason given. */
  banned: (reason: string, until: string | undefined) =>
    [
      until === undefined
        ? 'This account is banned.'
        : `This account is banned until ${until} UTC.`,
      reason === '' ? 'Whoever runs this site can say why.' : `The reason: ${reason}`,
    ].join(' '),

  /** Beside those of `account.refusals`. */
  refusals: {
    registration_closed: 'Nobody can make an account here by themselves.',
    invitation_needed: 'An account needs an invitation.',
    unknown_invitation: 'This invitation was used already, or is too old.',
    too_many_invitations:
      'As many invitations as you can have are open. End one, or wait until one is used.',
    too_many_accounts: (wait: string) =>
      `Many accounts were made from your network lately. Try again in ${wait}.`,
    invalid_email: 'This is no address. Write it as name@example.org.',
    no_mail: 'This site sends no mail at present.',
    mail_delayed: 'Too much mail was asked for. Try again tomorrow.',
    last_administrator:
      'Nobody else looks after this site. Make somebody administrator first, and then delete the account.',
  } satisfies Partial<Record<MemberErrorCode, string | ((wait: string) => string)>>,
}
