import { html, type Html } from '@microzon/shared/html'
import type { Locale } from '@microzon/shared/money'
import { icon } from './icons.ts'
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

/** The way on; nothing on the last page. */
export function pager(locale: Locale, next: string | undefined): Html | false {
  const { list: words } = wordsOf(locale)
  if (next === undefined) return false
  return html`<nav class="pager" aria-label="${words.pages}">
    <a class="button quiet" rel="next" href="${next}">${words.next} ${icon('arrow')}</a>
  </nav>`
}
