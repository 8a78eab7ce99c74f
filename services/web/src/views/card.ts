import { html, type Html } from '@microzon/shared/html'
import { formatCents, type Locale } from '@microzon/shared/money'
import type { Product } from '../domain/catalog.ts'
import { excerpt, marked } from './mark.ts'
import { wordsOf } from './words/index.ts'

/** So few that it is worth saying. */
export const scarceMax = 5

/** A product in a list. The heading's level follows from what stands above the list. */
export function card(
  product: Product,
  { locale, level }: { readonly locale: Locale; readonly level: 2 | 3 }
): Html {
  const { name, description, matched } = product
  const title = marked(name, matched)
  // What it says is only needed where the name does not show why it was found.
  const found = title.length === 1 ? excerpt(description, matched) : undefined
  return html`<li class="card">
    <a href="${productHref(product.id)}">
      <img
        src="${pictureHref(product.id)}"
        alt=""
        width="320"
        height="400"
        loading="lazy"
        decoding="async"
      />
      ${level === 2 ? html`<h2>${title}</h2>` : html`<h3>${title}</h3>`}
      ${found && html`<p class="excerpt">${found}</p>`}
      <p class="card-price">${priceOf(product, locale)}</p>
      ${stockOf(product, locale)}
    </a>
  </li>`
}

export function cardGrid(
  products: readonly Product[],
  look: { readonly locale: Locale; readonly level: 2 | 3 }
): Html {
  return html`<ul class="cards">
    ${products.map(product => card(product, look))}
  </ul>`
}

export function productHref(id: string, option?: string): string {
  const query = option === undefined ? '' : `?${new URLSearchParams({ option }).toString()}`
  return `/shop/product/${encodeURIComponent(id)}${query}`
}

export function pictureHref(id: string): string {
  return `/images/${encodeURIComponent(id)}.svg`
}

/** The lowest price, with a word before it where others cost more. */
function priceOf({ options }: Product, locale: Locale): Html {
  const prices = options.map(option => option.priceCents)
  const lowest = formatCents(Math.min(...prices), locale)
  const isRange = prices.some(price => price !== prices[0])
  const { card: words } = wordsOf(locale)
  return html`<span class="price">${isRange ? words.from(lowest) : lowest}</span>`
}

/** Said only where it matters. */
function stockOf({ options }: Product, locale: Locale): Html | false {
  const { card: words } = wordsOf(locale)
  const stock = options.reduce((sum, option) => sum + option.stock, 0)
  if (stock > scarceMax) return false
  const text = stock === 0 ? words.soldOut : words.onlyLeft(stock)
  return html`<p class="stock ${stock === 0 && 'gone'}">${text}</p>`
}
