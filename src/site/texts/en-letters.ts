/** The mails that members get, in English. Plain text: the names in it cannot be anything else. */
import { noticesPerMailMax } from '#base/limits'
import type { Letters } from '#index/members/letters'
import { formatCount } from '../format/format-count.ts'
import { noticeText } from '../notices/notice-text.ts'
import { noticeHref, noticeSettingsPath, noticesPath } from '../notices/paths.ts'
import { en } from './en.ts'

export const enLetters: Letters = {
  confirm: ({ siteName, name, link }) => ({
    subject: `Confirm your address for ${siteName}`,
    text: lines(
      `Somebody, hopefully you, has given this address for the account ${name} at ${siteName}.`,
      'Open this link within two days to confirm it:',
      link,
      'If it was not you, do nothing: the address is forgotten then.',
    ),
  }),
  changed: ({ siteName, name }) => ({
    subject: `The address of your account at ${siteName} was changed`,
    text: lines(
      `This is no longer the address of the account ${name} at ${siteName}.`,
      'If it was not you who changed it, somebody knows your password. Tell whoever runs the site.',
    ),
  }),
  reset: ({ siteName, accounts }) => ({
    subject: `A new password for ${siteName}`,
    text: lines(
      `Somebody, hopefully you, has asked for a new password at ${siteName}.`,
      'The link sets one. It works once, within an hour.',
      ...accounts.map(({ name, link }) => `${name}: ${link}`),
      'If it was not you, do nothing: the password stays as it is.',
    ),
  }),
  notices: ({ siteName, siteUrl, name, notices }) => {
    const told = notices.slice(-noticesPerMailMax)
    const others = notices.length - told.length
    return {
      subject:
        notices.length === 1
          ? `A notice from ${siteName}`
          : `${count(notices.length)} notices from ${siteName}`,
      text: lines(
        `Hello ${name},`,
        ...told.map((notice) => `${noticeText(en, notice)}\n${siteUrl}${noticeHref(notice)}`),
        ...(others === 0 ? [] : [`and ${count(others)} more: ${siteUrl}${noticesPath}`]),
        `You get this because mail is switched on for your account. Choose what comes, or nothing: ${siteUrl}${noticeSettingsPath}`,
      ),
    }
  },
}

function count(value: number): string {
  return formatCount(en.locale, value)
}

/** One paragraph each. */
function lines(...paragraphs: readonly string[]): string {
  return `${paragraphs.join('\n\n')}\n`
}
