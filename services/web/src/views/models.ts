import type { Locale } from '@microzon/shared/money'
import type { CartItem } from '../domain/carts.ts'
import type { Category, CategoryNode, Product, Sort } from '../domain/catalog.ts'
import type { KnownAddress } from '../domain/customers.ts'
import type { Order, RefusalReason } from '../domain/orders.ts'

/** What every page shows around its own part. */
export type Frame = {
  readonly locale: Locale
  /** Goes into every form. */
  readonly csrfToken: string
  /** The number of things in the cart; nothing where it is not known. */
  readonly cartCount: number | undefined
  /** The e-mail address of who is logged in. */
  readonly email: string | undefined
  /** Said once, above the page. */
  readonly toast: string | undefined
  readonly correlationId: string
  /** What was searched for, to stand in the field of the search. */
  readonly searchText: string
  /** How old what it shows is, in milliseconds, where the catalogue gives no answer. */
  readonly ageMs?: number | undefined
}

/** Fields as they were sent, to be shown again, and what is wrong with them, by field. */
export type FormState = {
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  /** What is wrong with the form as a whole. */
  readonly message: string | undefined
}

/** Of the year. */
export type Season = 'spring' | 'summer' | 'autumn' | 'winter'

export type ShopModel = {
  /** What the front page greets with. */
  readonly season: Season
  readonly tree: readonly CategoryNode[]
  readonly newest: readonly Product[]
  readonly shelves: readonly {
    readonly category: Category
    readonly products: readonly Product[]
  }[]
}

/** The addresses of the first page of a list, on any other, and of the next one. */
export type Pages = { readonly first: string | undefined; readonly next: string | undefined }

export type CategoryModel = {
  readonly tree: readonly CategoryNode[]
  readonly category: Category
  readonly ancestors: readonly Category[]
  readonly products: readonly Product[]
  readonly total: number
  readonly sort: Sort
  readonly pages: Pages
}

export type SearchModel = {
  readonly tree: readonly CategoryNode[]
  readonly text: string
  readonly products: readonly Product[]
  readonly total: number
  readonly totalIsExact: boolean
  readonly pages: Pages
}

export type ProductModel = {
  readonly product: Product
  /** The name of the option that is chosen. */
  readonly option: string
  readonly related: readonly Product[]
  readonly form: FormState
}

export type CartModel = {
  readonly items: readonly CartItem[]
  readonly totalCents: number
  readonly valid: boolean
  readonly pricesChecked: boolean
  readonly isFrozen: boolean
  /** It cannot be bought before an order that holds another cart of this customer has come to its end. */
  readonly isWaiting: boolean
  readonly message: string | undefined
}

export type CheckoutModel = {
  readonly items: readonly CartItem[]
  readonly totalCents: number
  readonly checkoutToken: string
  readonly addresses: readonly KnownAddress[]
  readonly form: FormState
  /** Set when a price has changed since the page was last shown: what was shown then. */
  readonly shownBeforeCents: number | undefined
  readonly refusal: RefusalReason | undefined
}

export type OrderModel = { readonly order: Order }

export type OrdersModel = { readonly orders: readonly Order[]; readonly pages: Pages }

export type AccountModel = {
  readonly email: string
  readonly addresses: readonly KnownAddress[]
  readonly addressForm: FormState
  readonly passwordForm: FormState
}

/** Login and registration. `next` is where it goes on afterwards, a path of the shop. */
export type AccessModel = { readonly form: FormState; readonly next: string }

/** What happened, in the words of the error page. */
export type ErrorKind =
  | 'not-found'
  | 'stale-form'
  | 'too-many'
  | 'bad-request'
  | 'fault'
  | 'catalog-away'
  | 'cart-away'
  | 'account-away'
  | 'orders-away'
  /** Payment is away: surely nothing was charged. */
  | 'payment-away'
  /** No answer to an order: it is being looked up, nothing is charged twice. */
  | 'order-unknown'
  | 'late'
  /** Refused before anything was done. */
  | 'busy'

export type ErrorModel = { readonly kind: ErrorKind; readonly status: number }

/** What web's client knows of an instance that it calls. */
export type CallsModel = {
  readonly inFlight: number
  /** What the balancer reckons that an answer takes. */
  readonly estimateMs: number
  readonly circuit: 'closed' | 'open' | 'half-open'
  /** How often it was left out since it was last well for a minute. */
  readonly ejections: number
  /** Until it is tried again, while the circuit is open. */
  readonly retryInMs?: number
}

export type InstanceModel = {
  readonly id: string
  readonly address: string
  readonly port: number
  readonly version: string
  readonly state: 'ready' | 'draining' | 'failing' | 'gone'
  /** Epoch milliseconds. */
  readonly since: number
  /** Nothing where web does not call it. */
  readonly calls?: CallsModel
  /** Of the last 60 seconds, oldest first, as this web instance saw them. */
  readonly seconds: readonly {
    readonly requests: number
    readonly errors: number
    readonly meanMs: number
  }[]
}

export type StatusModel = {
  readonly services: readonly {
    readonly name: string
    /** How the registry answers: live, or what was last known. */
    readonly source: 'live' | 'last-known' | 'none'
    /** What is asked for them: `consul`, `dns` or `file`. */
    readonly mechanism?: string
    /** Since the instances were last confirmed; nothing where they never were. */
    readonly ageMs?: number
    /** Of web's client for the service; nothing where it has none. */
    readonly client?: {
      readonly inFlight: number
      /** Repeats that the budget has left. */
      readonly retries: number
      /** The part of the calls that it keeps back from a service in need, of 1. */
      readonly throttled: number
    }
    readonly instances: readonly InstanceModel[]
  }[]
  /** Epoch milliseconds. */
  readonly refreshedAt: number
}
