/** What waits to be mailed to members. */
import type { NoticeRepository } from '#index/notifications/notice-repository'
import type { Access } from '../access.ts'
import { noticeColumns, noticeOf } from './notice-row.ts'

export function noticeMail({
  read,
  write,
}: Access): Pick<NoticeRepository, 'toMail' | 'takeMail' | 'putMailBack'> {
  return {
    toMail: (afterId, mailedBefore, limit) =>
      read(async (reader) => {
        const rows = await reader
          .selectFrom('members')
          .select(['id', 'name', 'email'])
          .where('id', '>', afterId)
          .where('email', 'is not', null)
          .where('id', 'in', (notices) =>
            notices.selectFrom('notices').select('member_id').where('is_mail_due', '=', 1),
          )
          .where((member) =>
            member.not(
              member.exists(
                member
                  .selectFrom('notices')
                  .select('notices.id')
                  .whereRef('notices.member_id', '=', 'members.id')
                  .where('mailed_at', '>', mailedBefore),
              ),
            ),
          )
          .orderBy('id')
          .limit(limit)
          .execute()
        return rows.map(({ id, name, email }) => ({ memberId: id, name, address: email ?? '' }))
      }),
    takeMail: (memberId, at) =>
      write(async (transaction) => {
        const rows = await transaction
          .updateTable('notices')
          .set({ is_mail_due: 0, mailed_at: at })
          .where('member_id', '=', memberId)
          .where('is_mail_due', '=', 1)
          .returning(noticeColumns)
          .execute()
        return rows.map(noticeOf).toSorted((one, other) => one.id - other.id)
      }),
    putMailBack: (memberId, at) =>
      write(async (transaction) => {
        await transaction
          .updateTable('notices')
          .set({ is_mail_due: 1, mailed_at: null })
          .where('member_id', '=', memberId)
          .where('mailed_at', '=', at)
          .execute()
      }),
  }
}
