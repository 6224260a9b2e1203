/** What is written to members by mail. The words are given from outside, in the language of the site. */
import type { Notice } from '#index/notifications/notice'

export type Letter = { readonly subject: string; readonly text: string }

export type LetterFacts = {
  readonly siteName: string
  /** Of the member. */
  readonly name: string
}

export type Letters = {
  readonly confirm: (facts: LetterFacts & { readonly link: string }) => Letter
  /** To the address before. */
  readonly changed: (facts: LetterFacts) => Letter
  /** A link for each account that has the address. */
  readonly reset: (facts: {
    readonly siteName: string
    readonly accounts: readonly { readonly name: string; readonly link: string }[]
  }) => Letter
  /** What happened to what is theirs, oldest first. `siteUrl` has no slash at its end. */
  readonly notices: (
    facts: LetterFacts & { readonly siteUrl: string; readonly notices: readonly Notice[] },
  ) => Letter
}
