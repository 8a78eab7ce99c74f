import { DomainError } from '@microzon/shared/errors'
import type { Choice } from './cart.ts'

/** What the cart needs to know of a product. */
export type Product = {
  readonly id: string
  readonly name: string
  /** Address of a small picture, as the product service tells it. */
  readonly picture: string | undefined
  readonly options: readonly Option[]
}

export type Option = {
  readonly name: string
  readonly priceCents: number
  readonly stock: number
}

export type Products = ReadonlyMap<string, Product>

/** The product service, which alone knows names, prices and stock. */
export type Catalog = {
  /**
   * Up to 50 products by their ids; those that do not exist are missing. Nothing when the catalogue
   * cannot be asked.
   */
  find(ids: readonly string[]): Promise<Products | undefined>
}

/**
 * The product and option that can be put into a cart. Throws `CATALOG_UNAVAILABLE`,
 * `PRODUCT_UNKNOWN`, `OPTION_UNKNOWN` or `SOLD_OUT`.
 */
export function pick(
  products: Products | undefined,
  choice: Choice
): { readonly product: Product; readonly option: Option } {
  if (products === undefined) {
    throw new DomainError('CATALOG_UNAVAILABLE', 'the catalogue cannot be asked at the moment')
  }
  const product = products.get(choice.productId)
  if (product === undefined) {
    throw new DomainError('PRODUCT_UNKNOWN', 'there is no such product')
  }
  const option = optionOf(product, choice)
  if (option === undefined) {
    throw new DomainError('OPTION_UNKNOWN', 'the product has no such option')
  }
  if (option.stock < 1) throw new DomainError('SOLD_OUT', 'the product is sold out')
  return { product, option }
}

export function optionOf(product: Product, choice: Choice): Option | undefined {
  return product.options.find(({ name }) => name === choice.productOption)
}

/** Nothing where a product has but one option: there is nothing to tell apart. */
export function optionNameOf(product: Product, choice: Choice): string | undefined {
  return product.options.length > 1 ? choice.productOption : undefined
}
