import { html, type Html } from '@microzon/shared/html'
import type { Locale } from '@microzon/shared/money'
import { icon } from './icons.ts'
import type { Pages } from './models.ts'
import { wordsOf } from './words/index.ts'

/** The way from the shop to here. The last part is the page itself and no link. */
export function breadcrumbs(
  locale: Locale,
  way: readonly { readonly name: string; readonly href?: string }[]
): Html {
  const { frame: words } = wordsOf(locale)
  return html`<nav class="crumbs" aria-label="${words.breadcrumbs}">
    <ol>
      <li><a href="/shop">${words.shop}</a></li>
      ${way.map(({ name, href }) => {
        return href === undefined
          ? html`<li aria-current="page">${name}</li>`
          : html`<li><a href="${href}">${name}</a></li>`
      })}
    </ol>
  </nav>`
}

/** The way on, and from a later page the way back to the first; nothing where all is on one page. */
export function pager(locale: Locale, { first, next }: Pages): Html | false {
  const { list: words } = wordsOf(locale)
  if (first === undefined && next === undefined) return false
  return html`<nav class="pager" aria-label="${words.pages}">
    ${first !== undefined && html`<a class="button quiet" rel="first" href="${first}">${words.first}</a>`}
    ${
      next !== undefined &&
      html`<a class="button quiet" rel="next" href="${next}">${words.next} ${icon('arrow')}</a>`
    }
  </nav>`
}
