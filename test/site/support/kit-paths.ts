/** The pages that show every part of the kit (support/kit-pages.ts). */
export const kitPaths = ['/kit', '/kit/list', '/kit/empty', '/kit/window', '/kit/confirm'] as const
