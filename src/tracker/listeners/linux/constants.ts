/**
 * Numbers of the Linux system interface, and the layouts of its structures on 64-bit machines. x86-64 and arm64
 * agree on all of them but one, `epoll_event` (docs/decisions/linux-structures.md); glibc and musl agree
 * where it matters, because both are little-endian and leave the padding zero.
 */
export const Errno = {
  EINTR: 4,
  EAGAIN: 11,
  ENOMEM: 12,
  ENFILE: 23,
  EMFILE: 24,
  ECONNABORTED: 103,
  ENOBUFS: 105,
} as const

export const AF_INET = 2
export const AF_INET6 = 10
export const SOCK_STREAM = 1
export const SOCK_DGRAM = 2
export const SOCK_NONBLOCK = 0o4000
export const SOCK_CLOEXEC = 0o2000000

export const SOL_SOCKET = 1
export const SO_REUSEADDR = 2
export const SO_RCVBUF = 8
export const SO_REUSEPORT = 15
export const SO_RCVTIMEO = 20
export const IPPROTO_IP = 0
export const IP_PKTINFO = 8
export const IP_MTU_DISCOVER = 10
export const IP_PMTUDISC_PROBE = 3
export const IPPROTO_TCP = 6
export const TCP_NODELAY = 1
export const TCP_DEFER_ACCEPT = 9
export const IPPROTO_IPV6 = 41
export const IPV6_V6ONLY = 26
export const IPV6_RECVPKTINFO = 49

export const MSG_DONTWAIT = 0x40
export const MSG_NOSIGNAL = 0x4000
export const MSG_MORE = 0x8000
export const MSG_WAITFORONE = 0x10000

export const SHUT_WR = 1

export const EPOLL_CLOEXEC = 0o2000000
export const EPOLL_CTL_ADD = 1
export const EPOLL_CTL_DEL = 2
export const EPOLL_CTL_MOD = 3
export const EPOLLIN = 0x1
export const EPOLLOUT = 0x4

/**
 * struct epoll_event: events at 0, then our key, of which we use the low half. Packed on x86-64 alone.
 * Bytes of one, and where the key stands.
 */
export const epollEventBytes = process.arch === 'x64' ? 12 : 16
export const epollKeyAt = process.arch === 'x64' ? 4 : 8

/** struct sockaddr_in (16) and sockaddr_in6 (28): family, port, then the address at 4 or 8. */
export const sockaddrBytes = { 4: 16, 6: 28 } as const
export const sockaddrAddressAt = { 4: 4, 6: 8 } as const

/** struct iovec: base, length. */
export const iovecBytes = 16

/**
 * struct mmsghdr: msghdr (name 0, namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48) and, at
 * 56, the length received or sent.
 */
export const mmsghdrBytes = 64
export const Msghdr = {
  name: 0,
  nameLength: 8,
  iov: 16,
  iovLength: 24,
  control: 32,
  controlLength: 40,
  flags: 48,
  length: 56,
} as const

/** One control message with a struct in_pktinfo (12 bytes) or in6_pktinfo (20), aligned to 8. */
export const pktinfoSpace = { 4: 32, 6: 40 } as const
/** Where the interface's index stands in the control message: in_pktinfo begins with it, in6_pktinfo ends. */
export const pktinfoInterfaceAt = { 4: 16, 6: 32 } as const
