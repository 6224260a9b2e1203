/** Where the pages of accounts are; that of links is `linkPath`. */
export const loginPath = '/login'
export const logoutPath = '/logout'
export const accountPath = '/account'
export const keyPath = '/account/key'
