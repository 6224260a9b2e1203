/** Every message that main sends to a tracker thread. */
import type { ThreadSettings } from './thread-setup.ts'

export type ToThread =
  /** Answer what is in flight, close the sockets, end. */
  { readonly type: 'stop' } | { readonly type: 'settings'; readonly settings: ThreadSettings }
