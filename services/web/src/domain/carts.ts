import type { Login } from './customers.ts'

/** `frozen` while an order is being made of it; what is `ordered` or `merged` is over. */
export type CartState = 'open' | 'frozen' | 'ordered' | 'merged'

export type Cart = {
  readonly id: string
  readonly itemCount: number
  readonly version: number
  readonly state: CartState
}

export type CartProblem = 'gone' | 'option-gone' | 'sold-out' | 'too-few'

export type CartItem = {
  readonly id: string
  readonly productId: string
  readonly productOption: string
  readonly amount: number
  readonly name: string
  readonly unitPriceCents: number | undefined
  readonly totalCents: number | undefined
  readonly stock: number | undefined
  readonly problem: CartProblem | undefined
}

export type CartView = {
  readonly items: readonly CartItem[]
  /** Whether it can be bought as it is. */
  readonly valid: boolean
  readonly totalCents: number
  readonly itemCount: number
  readonly version: number
  readonly state: CartState
  /** False while the product service is away: lines have no prices. */
  readonly pricesChecked: boolean
}

export type NewItem = {
  readonly productId: string
  readonly productOption: string
  readonly amount: number
}

/**
 * The cart service. A guest's cart is opened by its id alone, a customer's with the login. Every
 * method throws `CART_UNAVAILABLE` when it does not answer, and those on a cart `CART_UNKNOWN`
 * where there is none for the caller.
 */
export type Carts = {
  open(login: Login | undefined, key: string): Promise<Cart>
  /** The customer's one cart, or nothing. */
  current(login: Login): Promise<Cart | undefined>
  find(cartId: string, login: Login | undefined): Promise<Cart>
  view(cartId: string, login: Login | undefined): Promise<CartView>
  /**
   * Throws `PRODUCT_UNKNOWN`, `OPTION_UNKNOWN`, `SOLD_OUT`, `CART_LINE_LIMIT`, `CART_FROZEN`,
   * `CART_CLOSED`, and `PRODUCT_UNAVAILABLE` when the cart cannot ask for the price.
   */
  add(
    cartId: string,
    item: NewItem,
    by: { readonly login: Login | undefined; readonly key: string }
  ): Promise<{ readonly capped: boolean }>
  /** Throws `ITEM_UNKNOWN`, `CART_FROZEN`, `CART_CLOSED`. */
  setAmount(
    cartId: string,
    item: { readonly itemId: string; readonly amount: number },
    login: Login | undefined
  ): Promise<void>
  remove(cartId: string, itemId: string, login: Login | undefined): Promise<void>
  /** Brings a guest's cart into the customer's; again changes nothing. */
  merge(
    cartId: string,
    fromCartId: string,
    by: { readonly login: Login; readonly key: string }
  ): Promise<{ readonly capped: boolean; readonly leftOut: readonly string[] }>
}
