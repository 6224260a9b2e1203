/**
 * What members are to the site: an ordered table, in which each role may do what those before it may, and what its own
 * row adds. What nothing asks for yet is not in it.
 */
const table = [
  { role: 'member', adds: ['upload'] },
  { role: 'uploader', adds: ['publish'] },
  { role: 'moderator', adds: ['moderate'] },
  { role: 'administrator', adds: ['administer'] },
] as const

export type Role = (typeof table)[number]['role']

/**
 * `administer`: look after the whole site; somebody who may has to be there. `moderate`: register, ban and remove
 * torrents, and read what others did. `publish`: make galleries. `upload`: add torrents to galleries.
 */
export type Permission = (typeof table)[number]['adds'][number]

/** From the least to the most. */
export const roles: readonly Role[] = table.map(({ role }) => role)

export function mayDo(role: Role, permission: Permission): boolean {
  const upToRole = table.slice(0, roles.indexOf(role) + 1)
  return upToRole.some(({ adds }) => (adds as readonly Permission[]).includes(permission))
}

/** The roles that may do it. */
export function rolesThatMay(permission: Permission): readonly Role[] {
  return roles.filter((role) => mayDo(role, permission))
}
