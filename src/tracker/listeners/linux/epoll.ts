/**
 * epoll(7) with numbers for keys: which descriptors have something to be done.
 *
 * Level-triggered. Edge-triggered would make every early return of ours (a full buffer, a reply that is not taken)
 * something to be remembered, or a client waits for ever, and it is not even faster: asking again, the kernel
 * looks once more at each socket that it told of, and often finds the next request there (2 to 10 % more requests
 * for each second of processor time with 64 busy connections).
 */
import { assert } from '#base/assert'
import type { Libc } from '#base/libc'
import {
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  epollEventBytes,
  epollKeyAt,
} from './constants.ts'
import { eventsMax, type HttpMemory } from './http-memory.ts'

const eventWords = epollEventBytes >> 2
const keyWord = epollKeyAt >> 2

export class Epoll {
  readonly #libc: Libc
  readonly #memory: HttpMemory
  readonly #words: Int32Array
  readonly #eventWord: number
  readonly #eventAddress: number
  readonly #eventsWord: number
  readonly #eventsAddress: number
  readonly #descriptor: number

  constructor(libc: Libc, memory: HttpMemory) {
    this.#libc = libc
    this.#words = memory.words
    this.#eventWord = memory.eventWord
    this.#eventAddress = memory.address + memory.eventWord * 4
    this.#eventsWord = memory.eventsWord
    this.#eventsAddress = memory.address + memory.eventsWord * 4
    this.#descriptor = libc.epollCreate1(EPOLL_CLOEXEC)
    assert(this.#descriptor >= 0, 'the system gives an epoll descriptor')
    memory.noteEpoll(this.#descriptor)
    this.#memory = memory
  }

  /** Tells of `events` of `descriptor` as `key`, from now until it is closed. False when the system cannot. */
  add(descriptor: number, events: number, key: number): boolean {
    return this.#control(EPOLL_CTL_ADD, descriptor, events, key)
  }

  /** Tells of other events. */
  change(descriptor: number, events: number, key: number): boolean {
    return this.#control(EPOLL_CTL_MOD, descriptor, events, key)
  }

  /** Tells of nothing any more, though others have the descriptor still. */
  remove(descriptor: number): void {
    this.#control(EPOLL_CTL_DEL, descriptor, 0, 0)
  }

  /** Waits until something is to be done; gives how many descriptors that are, 0 too after an interruption. */
  wait(milliseconds: number): number {
    const count = this.#libc.epollWait(
      this.#descriptor,
      this.#eventsAddress,
      eventsMax,
      milliseconds,
    )
    return count > 0 ? count : 0
  }

  /** The key of the descriptor that the last `wait` told of in place `index`. */
  key(index: number): number {
    return this.#words[this.#eventsWord + index * eventWords + keyWord] as number
  }

  close(): void {
    this.#memory.noteEpoll(-1)
    this.#libc.close(this.#descriptor)
  }

  #control(operation: number, descriptor: number, events: number, key: number): boolean {
    this.#words[this.#eventWord] = events
    this.#words[this.#eventWord + keyWord] = key
    return this.#libc.epollCtl(this.#descriptor, operation, descriptor, this.#eventAddress) === 0
  }
}
