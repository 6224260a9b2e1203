/** Where the pages of accounts are; those of links are `linkPath`, `registerPath` and `confirmPath`. */
export const loginPath = '/login'
export const logoutPath = '/logout'
export const forgottenPath = '/forgotten'
export const accountPath = '/account'
export const keyPath = '/account/key'
export const emailPath = '/account/email'
export const feedPath = '/account/feed'
export const tokensPath = '/account/tokens'
export const invitationsPath = '/account/invitations'
export const dataPath = '/account/data'
export const exportPath = '/account/export.json'
export const deletePath = '/account/delete'
/** Of the personal torrents; the pages of torrents serve it. */
export const archivePath = '/account/torrents.zip'
/** For those who look after the members. */
export const membersPath = '/members'

/** Where one member is kept out, and let in again. */
export function banPath({ id }: { readonly id: number }): string {
  return `${membersPath}/${id}/ban`
}
