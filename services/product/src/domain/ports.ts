import type { PlacedCategory } from './category.ts'
import type { Position } from './cursor.ts'
import type { Product, ProductDraft } from './product.ts'
import type { Reservation, ReservationOutcome, Settlement } from './reservation.ts'
import type { Term, Vocabulary } from './terms.ts'

export type Sort = 'newest' | 'price-asc' | 'price-desc' | 'name'

export type ListQuery = {
  /** A category's id; without it every product, the newest first whatever `sort` says. */
  readonly categoryId?: string
  readonly sort: Sort
  readonly limit: number
  /** Gives what comes behind it. */
  readonly after?: Position
}

/** A product with the place that it has in the order it was asked for. */
export type Listed = { readonly product: Product; readonly position: Position }

/** What is known of a product that a search found, without its stock. */
export type Candidate = {
  readonly id: string
  /** Rises with every product that is made. */
  readonly seq: number
  readonly name: string
  readonly description?: string
  readonly categories: readonly string[]
}

/** A draft that was normalised, with what the domain derives from it. */
export type KeyedDraft = {
  readonly draft: ProductDraft
  readonly businessKey: string
  /** Taken for a product that is made, unless another product has it. */
  readonly proposedId: string
}

export type Saved = { readonly id: string; readonly outcome: 'created' | 'updated' }

/** Reads of the catalogue. Answers are of one moment each. */
export type ProductReader = Vocabulary & {
  /** In any order; those that do not exist are missing. */
  find(ids: readonly string[]): Promise<readonly Product[]>
  list(query: ListQuery): Promise<readonly Listed[]>
  /** How many products `list` would give without a limit; kept, not counted. */
  count(categoryId?: string): Promise<number>
  /** Those with products in them. */
  categories(): Promise<readonly PlacedCategory[]>
  /** The way to a category, itself last; empty when there is none. */
  categoryPath(id: string): Promise<readonly PlacedCategory[]>
  /** The numbers (`seq`) of products that match every term, the newest first. */
  match(terms: readonly Term[], options: MatchOptions): Promise<readonly number[]>
  /** In any order; those that do not exist are missing. */
  candidates(seqs: readonly number[]): Promise<readonly Candidate[]>
}

export type MatchOptions = {
  readonly limit: number
  /** Every term must be in the name; else anywhere. */
  readonly inName: boolean
}

/**
 * Changes, each of which happens as a whole or not at all; only `save` of several products, on a store
 * without transactions, may end in the middle, between two products, and a repeat completes it. A store that
 * has transactions binds them to one, so that they are part of what happens in it.
 */
export type ProductWriter = {
  /**
   * Makes or updates products by their business keys, which are different ones; a product that exists keeps
   * its stock unless `setStock`, but for options that are new. Throws `CATEGORY_LIMIT`.
   */
  save(
    drafts: readonly KeyedDraft[],
    options: { readonly setStock: boolean }
  ): Promise<readonly Saved[]>
  /** Throws `PRODUCT_NOT_FOUND`, `PRODUCT_EXISTS` for another product's business key, or `CATEGORY_LIMIT`. */
  replace(id: string, draft: KeyedDraft, options: { readonly setStock: boolean }): Promise<void>
  /** Whether there was such a product. */
  remove(id: string): Promise<boolean>
  /** Takes the stock, all of it or nothing; makes an open reservation of the same lines last longer. */
  reserve(reservation: Reservation): Promise<ReservationOutcome>
  /** Keeps the stock for good; takes it again when the reservation has expired. */
  confirm(orderId: string): Promise<Settlement>
  /** Gives the stock back and forgets the reservation. */
  release(orderId: string): Promise<Settlement>
}

export type ProductStore = ProductReader &
  ProductWriter & {
    /** Gives the stock of expired reservations back, the oldest first, at most `limit`; returns how many. */
    expireReservations(now: number, limit: number): Promise<number>
    /** Forgets reservations that ended before a time, at most `limit`; returns how many. */
    forgetReservations(before: number, limit: number): Promise<number>
  }
