import { throwIfUnwanted } from '@microzon/shared/telemetry'
import type { Collection, Db } from 'mongodb'
import type { ReservedLine } from '../../domain/reservation.ts'
import type { ProductDocument } from '../document.ts'

export type StockRecord = { readonly option: string; readonly left: number }

/** What one try of an order has taken of one product. */
export type Hold = {
  readonly attempt: string
  readonly lines: readonly { readonly option: string; readonly amount: number }[]
}

export type ProductRecord = {
  /** Rises with every product that is made, and is never given twice. */
  readonly _id: number
  readonly id: string
  readonly businessKey: string
  /** Another one after every change of the catalogue, so that a change of something older is noticed. */
  readonly revision: string
  /** Names the places and the tokens that belong to this product as it is. */
  readonly derived: string
  /** Who has made it, so that whoever makes it again under this name is told the same. */
  readonly origin: string
  readonly updatedAt: number
  readonly doc: ProductDocument
  readonly stock: readonly StockRecord[]
  /** Changed together with `stock`, so that what is taken is given back once. */
  readonly holds: readonly Hold[]
  /** Tries that were given up by somebody else: they must not take any more. */
  readonly voids: readonly { readonly attempt: string; readonly at: number }[]
}

export type CategoryRecord = {
  /** The slugs of its levels; the empty one counts all products. */
  readonly _id: string
  readonly id: string
  readonly name: string
  readonly products: number
  readonly madeAt: number
  /** Another one after every change of `products`. */
  readonly stamp: string
  /** The last changes whose numbers were counted anew: they must not be added any more. */
  readonly recounted: readonly string[]
}

/** A product's place in one order of one category, all of it in its id; see `places.ts`. */
export type PlaceRecord = { readonly _id: string }

export type TokensRecord = {
  readonly _id: string
  readonly seq: number
  readonly tokens: readonly string[]
}

/** A word that typing errors are forgiven in, of all products that there ever were. */
export type WordRecord = { readonly _id: string; readonly deletions: readonly string[] }

/** A change of the catalogue that is being made, or that died: whom it concerns. */
export type ChangeRecord = {
  readonly _id: string
  /** When it began. */
  readonly at: number
  readonly categories: readonly CategoryName[]
  readonly products: readonly number[]
  /** All that belongs to these products, before and after. */
  readonly places: readonly string[]
  readonly tokens: readonly string[]
}

export type CategoryName = { readonly key: string; readonly id: string; readonly name: string }

/** The product by its number: its id may go to another product. */
export type HeldLine = ReservedLine & { readonly product: number }

export type ReservationRecord = {
  /** The order. */
  readonly _id: string
  /**
   * `taking` and `returning` are on their way to `reserved` and to `next`, `keeping` is confirmed and has
   * holds to clear away. Only whoever has the lock changes anything.
   */
  readonly state: 'taking' | 'reserved' | 'returning' | 'keeping' | 'confirmed' | 'expired'
  readonly attempt: string
  readonly lines: readonly HeldLine[]
  /** When it expires, or when it ended. */
  readonly endsAt: number
  readonly next: 'expired' | 'none'
  readonly lock: { readonly holder: string; readonly until: number } | null
}

export type Collections = {
  readonly products: Collection<ProductRecord>
  readonly categories: Collection<CategoryRecord>
  readonly places: Collection<PlaceRecord>
  readonly tokens: Collection<TokensRecord>
  readonly words: Collection<WordRecord>
  readonly changes: Collection<ChangeRecord>
  readonly reservations: Collection<ReservationRecord>
  readonly numbers: Collection<{ readonly _id: string; readonly last: number }>
}

/** What the parts of the store share. */
export type Context = {
  readonly collections: Collections
  readonly clock: () => number
  readonly createId: () => string
}

/** The category that counts all products. */
export const rootKey = ''

/** Of every command. */
export const limits = { maxTimeMS: 5_000 }

/** Of a command of a read: throws instead of beginning one for a caller that waits no longer. */
export function whileWanted(): typeof limits {
  throwIfUnwanted()
  return limits
}

export function collectionsOf(db: Db): Collections {
  return {
    products: db.collection('products'),
    categories: db.collection('categories'),
    places: db.collection('places'),
    tokens: db.collection('tokens'),
    words: db.collection('words'),
    changes: db.collection('changes'),
    reservations: db.collection('reservations'),
    numbers: db.collection('numbers')
  }
}
