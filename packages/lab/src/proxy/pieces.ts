/** What came in at one moment. `jitter`: from 0 to 1, its share of what is added at random. */
export type Piece = { readonly bytes: Buffer; readonly arrivedAt: number; readonly jitter: number }

/** What has come in and not gone on, in its order. */
export type Pieces = {
  /** Bytes. */
  held(): number
  first(): Piece | undefined
  add(piece: Piece): void
  /** The first `count` bytes of the first piece; what is left of it stays the first. */
  take(count: number): Buffer
  clear(): void
}

export function createPieces(): Pieces {
  const pieces: Piece[] = []
  let held = 0
  return {
    held: () => held,
    first: () => pieces[0],
    add(piece) {
      pieces.push(piece)
      held += piece.bytes.length
    },
    take(count) {
      const piece = pieces.shift()
      if (piece === undefined) return Buffer.alloc(0)
      held -= count
      const { bytes } = piece
      if (count < bytes.length) pieces.unshift({ ...piece, bytes: bytes.subarray(count) })
      return bytes.subarray(0, count)
    },
    clear() {
      pieces.length = 0
      held = 0
    }
  }
}
