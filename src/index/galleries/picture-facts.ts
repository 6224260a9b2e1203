/** What the header of a picture says of it. */
export type PictureFacts = {
  readonly width: number
  readonly height: number
  readonly isAnimated: boolean
  /** Bytes of the picture; what follows them belongs to something else. */
  readonly length: number
}
