/** Every message that main sends to a tracker thread. */
import type { ThreadSettings } from './thread-setup.ts'

export type ToThread =
  /** Answer what is in flight, close the sockets, end; after `let-go`, too. */
  | { readonly type: 'stop' }
  /** Another process takes new requests: leave the sockets to it, serve the connections that are open to their end. */
  | { readonly type: 'let-go' }
  | { readonly type: 'settings'; readonly settings: ThreadSettings }
