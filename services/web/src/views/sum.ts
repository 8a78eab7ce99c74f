import { html, type Html } from '@microzon/shared/html'
import type { Locale } from '@microzon/shared/money'
import type { CartItem } from '../domain/carts.ts'
import { wordsOf } from './words/index.ts'

/** What a cart comes to: its pieces, the shipping, the total. */
export function sumOf(
  locale: Locale,
  { items, total }: { readonly items: readonly CartItem[]; readonly total: string }
): Html {
  const { checkout: words } = wordsOf(locale)
  const pieces = items.reduce((count, { amount }) => count + amount, 0)
  return html`<dl>
      <div>
        <dt>${words.pieces(pieces)}</dt>
        <dd>${total}</dd>
      </div>
      <div>
        <dt>${words.shipping}</dt>
        <dd>${words.free}</dd>
      </div>
      <div class="sum-total">
        <dt>${words.sum}</dt>
        <dd class="price">${total}</dd>
      </div>
    </dl>
    <p class="hint">${words.taxIncluded}</p>`
}
