import { html, type Html } from '@microzon/shared/html'
import { cardGrid } from './card.ts'
import { drawing } from './drawings.ts'
import { formatCount } from './format.ts'
import { layout } from './layout.ts'
import { pager } from './listing.ts'
import type { Frame, SearchModel } from './models.ts'
import { categoryHref, categoryTree } from './tree.ts'
import { wordsOf } from './words/index.ts'

/** What a search has found, with the words that matched marked, or what to try when nothing was. */
export function searchPage(frame: Frame, model: SearchModel): Html {
  const { locale } = frame
  const { search: words } = wordsOf(locale)
  const { tree, text, products } = model
  return layout(frame, {
    title: text === '' ? words.title : words.titleFor(text),
    tree: categoryTree(tree, { locale }),
    main:
      text === ''
        ? start(frame, model)
        : products.length > 0
          ? found(frame, model)
          : nothing(frame, model)
  })
}

function found(
  { locale }: Frame,
  { text, products, total, totalIsExact, pages }: SearchModel
): Html {
  const { search: words } = wordsOf(locale)
  const count = formatCount(total, locale)
  return html`<header class="list-top">
      <div>
        <h1>${words.found(text)}</h1>
        <p class="count" role="status">
          ${totalIsExact ? words.results(total, count) : words.moreThan(count)}
        </p>
      </div>
    </header>
    ${cardGrid(products, { locale, level: 2 })} ${pager(locale, pages)}`
}

function nothing(frame: Frame, model: SearchModel): Html {
  const { search: words } = wordsOf(frame.locale)
  return html`<section class="nothing">
    ${drawing('shelf')}
    <h1>${words.nothing(model.text)}</h1>
    <p>${words.help}</p>
    ${again(frame, model, words.tryThis)} ${shelves(frame, model)}
  </section>`
}

function start(frame: Frame, model: SearchModel): Html {
  const { search: words } = wordsOf(frame.locale)
  return html`<section class="nothing">
    <h1>${words.start}</h1>
    <p>${words.startHelp}</p>
    ${again(frame, model, wordsOf(frame.locale).frame.search)} ${shelves(frame, model)}
  </section>`
}

function again({ locale }: Frame, { text }: SearchModel, submit: string): Html {
  const words = wordsOf(locale)
  return html`<form class="again" action="/shop/search" method="get">
    <label class="hidden" for="again">${words.frame.searchHint}</label>
    <input type="search" id="again" name="q" value="${text}" maxlength="200" autofocus />
    <button type="submit">${submit}</button>
  </form>`
}

function shelves({ locale }: Frame, { tree }: SearchModel): Html | false {
  if (tree.length === 0) return false
  const { search: words } = wordsOf(locale)
  return html`<h2>${words.browse}</h2>
    <ul class="pills">
      ${tree.map(({ category }) => {
        return html`<li>
          <a class="pill" href="${categoryHref(category)}"
            >${category.name} <span class="count">${formatCount(category.count, locale)}</span></a
          >
        </li>`
      })}
    </ul>`
}
