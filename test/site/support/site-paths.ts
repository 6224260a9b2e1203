/** Every page of the specimen site, one that does not exist among them. */
export const sitePaths = [
  '/',
  '/policy',
  '/privacy',
  '/takedown',
  '/contact',
  '/nothing',
  '/kit',
  '/kit/list',
  '/kit/empty',
  '/kit/window',
  '/kit/confirm',
] as const
