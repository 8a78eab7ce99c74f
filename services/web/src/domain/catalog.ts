export type Category = { readonly id: string; readonly name: string; readonly count: number }

export type CategoryNode = {
  readonly category: Category
  readonly children: readonly CategoryNode[]
}

export type ProductOption = {
  readonly name: string
  readonly description: string | undefined
  readonly priceCents: number
  readonly stock: number
}

export type Product = {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly options: readonly ProductOption[]
  /** The way from the first level to its category. */
  readonly breadcrumbs: readonly { readonly id: string; readonly name: string }[]
  /** In the answer to a search: the words that matched, as they are written in the product. */
  readonly matched: readonly string[]
  /** How old all this is, in milliseconds, where it stands in for an answer that did not come. */
  readonly ageMs?: number | undefined
}

export type Sort = 'newest' | 'price-asc' | 'price-desc' | 'name'

/** A page of products. `next` is the cursor of the one after it. */
export type ProductPage = {
  readonly products: readonly Product[]
  readonly total: number
  readonly totalIsExact: boolean
  readonly next: string | undefined
}

export type CategoryPage = ProductPage & {
  readonly category: Category
  readonly ancestors: readonly Category[]
}

/** A picture as it goes to the browser. */
export type Picture = {
  readonly svg: string
  readonly etag: string | undefined
  readonly cacheControl: string | undefined
}

/**
 * The product service. Every method throws `PRODUCT_UNAVAILABLE` when it does not answer and has not
 * answered the same for five minutes.
 */
export type Catalog = {
  categories(): Promise<readonly CategoryNode[]>
  /** Throws `CATEGORY_NOT_FOUND`, `CURSOR_INVALID`. */
  category(query: {
    readonly id: string
    readonly cursor: string | undefined
    readonly sort: Sort | undefined
    readonly limit: number
  }): Promise<CategoryPage>
  /** Throws `CURSOR_INVALID`. */
  search(query: {
    readonly text: string
    readonly cursor: string | undefined
    readonly limit: number
  }): Promise<ProductPage>
  /** The newest products. */
  newest(limit: number): Promise<readonly Product[]>
  /** Throws `PRODUCT_NOT_FOUND`. */
  product(id: string): Promise<Product>
  /** Throws `PRODUCT_NOT_FOUND`. */
  picture(id: string): Promise<Picture>
}
