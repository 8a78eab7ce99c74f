/** A list that has something to choose from. */
export type Choices<T> = readonly [T, ...T[]]

/** A source of choices that are the same for the same seed, on every machine. */
export type Chooser = {
  /** A number from 0 (included) to 1 (excluded). */
  readonly fraction: () => number
  /** A whole number from 0 (included) to `limit` (excluded). */
  readonly below: (limit: number) => number
  /** A number from `low` to `high`, with one decimal. */
  readonly between: (low: number, high: number) => number
  readonly pick: <T>(list: Choices<T>) => T
  readonly chance: (probability: number) => boolean
}

/** Makes the chooser of one seed: an FNV-1a hash that starts a mulberry32 sequence. */
export const createChooser = (seed: string): Chooser => {
  let state = hashOf(seed)
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(fraction() * limit)
  return {
    fraction,
    below,
    between: (low, high) => Math.round((low + fraction() * (high - low)) * 10) / 10,
    pick: list => list[below(list.length)] ?? list[0],
    chance: probability => fraction() < probability
  }
}

const hashOf = (seed: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < seed.length; index += 1) {
    hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193)
  }
  return hash
}
