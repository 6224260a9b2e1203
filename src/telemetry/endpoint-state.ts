/**
 * What is known of a published announce address: for each address family that its name has, whether the tracker
 * behind it answers, since when, and if not, why. Made by the self-probe, shown by the site.
 */

/** Why an endpoint is not up, as a code; the words for it are the site's. */
export type ProbeReason =
  /** Nothing came back in time. */
  | 'no_answer'
  /** The port is closed. */
  | 'refused'
  | 'unreachable'
  /** This machine cannot ask, having no name server or no address of that family itself: the endpoint may be up. */
  | 'not_from_here'
  | 'name_unknown'
  | 'bad_certificate'
  /** The detail is the status. */
  | 'http_status'
  | 'bad_answer'
  /** A tracker answered that it refuses. */
  | 'error_reply'

export type ProbeOutcome =
  | { readonly state: 'up' }
  | { readonly state: 'down' | 'unknown'; readonly reason: ProbeReason; readonly detail: string }

export type FamilyState = ProbeOutcome & {
  /** Undefined where not even the name could be found out about. */
  readonly family: 4 | 6 | undefined
  /** When it came into this state, as far as is known here, in unix seconds. */
  readonly sinceSeconds: number
}

export type EndpointState = {
  /** An announce address. */
  readonly url: string
  /** IPv4 before IPv6; empty before it was first asked. */
  readonly families: readonly FamilyState[]
}
