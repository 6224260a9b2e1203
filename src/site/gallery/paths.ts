/** Where the pages of the gallery site are; those of single galleries and torrents have files of their own. */
export const frontPath = '/'
export const torrentsPath = '/torrents'
export const toplistsPath = '/toplists'
export const uploadPath = '/upload'
export const newGalleryPath = '/upload/gallery'
export const homePath = '/home'
/** All that is recorded of a member. */
export const recordedPath = '/home/torrents'
/** What a member got points for. */
export const pointsPath = '/home/points'
export const countedPath = '/home/counted'
export const makingPath = '/help/making-a-torrent'
