import { itemCountOf, type Cart, type CartState, type Line } from './cart.ts'
import { optionNameOf, optionOf, type Products } from './catalog.ts'

/** Why a line cannot be bought as it is. */
export type Problem = 'gone' | 'option-gone' | 'sold-out' | 'too-few'

export type ItemView = {
  readonly id: string
  readonly productId: string
  readonly productOption: string
  readonly amount: number
  readonly name: string
  readonly optionName?: string
  /** Missing, like the two below, when the catalogue does not know the option or cannot be asked. */
  readonly unitPriceCents?: number
  readonly totalCents?: number
  readonly stock?: number
  readonly picture?: string
  readonly problem?: Problem
}

export type CartView = {
  readonly items: readonly ItemView[]
  /** Prices are checked and no line has a problem. */
  readonly valid: boolean
  /** Of the lines that have a price. */
  readonly totalCents: number
  /** Pieces. */
  readonly itemCount: number
  readonly version: number
  readonly state: CartState
  /**
   * False when the catalogue could not be asked: names are those of the time of adding, and there
   * is no price.
   */
  readonly pricesChecked: boolean
}

/** A cart with the names, prices and stock of this moment. */
export function viewOf(cart: Cart, products: Products | undefined): CartView {
  const items = cart.lines.map(line =>
    products === undefined ? rememberedItem(line) : pricedItem(line, products)
  )
  const pricesChecked = products !== undefined
  return {
    items,
    valid: pricesChecked && items.every(item => item.problem === undefined),
    totalCents: items.reduce((total, item) => total + (item.totalCents ?? 0), 0),
    itemCount: itemCountOf(cart),
    version: cart.version,
    state: cart.state,
    pricesChecked
  }
}

function rememberedItem(line: Line): ItemView {
  const { id, productId, productOption, amount, name, optionName } = line
  return {
    id,
    productId,
    productOption,
    amount,
    name,
    ...(optionName !== undefined && { optionName })
  }
}

function pricedItem(line: Line, products: Products): ItemView {
  const remembered = rememberedItem(line)
  const product = products.get(line.productId)
  if (product === undefined) return { ...remembered, problem: 'gone' }
  const { name, picture } = product
  const known = { ...remembered, name, ...(picture !== undefined && { picture }) }
  const option = optionOf(product, line)
  if (option === undefined) return { ...known, problem: 'option-gone' }
  const { priceCents, stock } = option
  const optionName = optionNameOf(product, line)
  const problem = problemOf(line.amount, stock)
  return {
    ...known,
    ...(optionName !== undefined && { optionName }),
    unitPriceCents: priceCents,
    totalCents: priceCents * line.amount,
    stock,
    ...(problem !== undefined && { problem })
  }
}

function problemOf(amount: number, stock: number): Problem | undefined {
  if (stock < 1) return 'sold-out'
  return stock < amount ? 'too-few' : undefined
}
