/**
 * What a server and its successor, another process, say to each other over the channel between them, and the
 * description of what is handed over. It is read by the next version of this program: what is in it may be added to,
 * and a version that means something else has another number.
 */
import * as z from 'zod'

const descriptor = z.int().min(3)

export const handedOver = z.object({
  version: z.literal(1, 'another version of Waggle hands over; restart the server'),
  /** What cannot be another in the successor. */
  mode: z.string(),
  dataDirectory: z.string(),
  databaseUrl: z.string(),
  /** The memory file of the swarms. */
  region: descriptor,
  /** The locked file of the data directory. */
  lock: descriptor,
  /** The process that stays behind for whoever waits for the first one, if one does. */
  standInPid: z.int().min(1).optional(),
  /** Slots in the memory that are in use. */
  slots: z.array(z.int().min(0)).readonly(),
  sockets: z
    .array(
      z.object({
        key: z.enum(['tracker.udp', 'tracker.http', 'tracker.https', 'site.listen']).optional(),
        transport: z.enum(['udp', 'tcp']),
        host: z.string(),
        port: z.int(),
        family: z.union([z.literal(4), z.literal(6)]),
        descriptor,
        isOnlyOne: z.boolean().optional(),
      }),
    )
    .readonly(),
})

export type HandedOver = Readonly<z.output<typeof handedOver>>

export type FromSuccessor =
  /** It can go on with what it was given; whether with the swarms in their memory, or from a snapshot of this version. */
  | {
      readonly type: 'prepared'
      readonly keepsSwarms: boolean
      readonly snapshotVersion: number
    }
  /** Its threads answer. */
  | { readonly type: 'serving' }
  /** So do its site and its control socket. */
  | { readonly type: 'took-over' }
  /** It cannot start. */
  | { readonly type: 'failed'; readonly message: string }

export type ToSuccessor =
  /** Nobody changes anything here any more: read the database, and serve. */
  | { readonly type: 'go' }
  /** Everything that was counted here is stored. */
  | { readonly type: 'gone' }
