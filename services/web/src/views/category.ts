import { html, type Html } from '@microzon/shared/html'
import type { Sort } from '../domain/catalog.ts'
import { cardGrid } from './card.ts'
import { drawing } from './drawings.ts'
import { formatCount } from './format.ts'
import { layout } from './layout.ts'
import { breadcrumbs, pager } from './listing.ts'
import type { CategoryModel, Frame } from './models.ts'
import { categoryHref, categoryTree, findNode } from './tree.ts'
import { wordsOf } from './words/index.ts'

const sorts: readonly Sort[] = ['newest', 'price-asc', 'price-desc', 'name']

/** The products of a category and below it, a page of them. */
export function categoryPage(frame: Frame, model: CategoryModel): Html {
  const { locale } = frame
  const { tree, category, ancestors, products, pages } = model
  const { list: words } = wordsOf(locale)
  const way = ancestors.map(({ id, name }) => ({ name, href: categoryHref({ id }) }))
  const main = html`${breadcrumbs(locale, [...way, { name: category.name }])}
    <header class="list-top">
      <div>
        <h1>${category.name}</h1>
        <p class="count">${words.things(model.total, formatCount(model.total, locale))}</p>
      </div>
      ${products.length > 1 && sorting(frame, model)}
    </header>
    ${narrower(frame, model)}
    ${products.length > 0 ? cardGrid(products, { locale, level: 2 }) : emptyShelf(frame)}
    ${pager(locale, pages)}`
  return layout(frame, {
    title: category.name,
    tree: categoryTree(tree, { locale, current: category.id }),
    main
  })
}

function sorting({ locale }: Frame, { category, sort }: CategoryModel): Html {
  const { list: words } = wordsOf(locale)
  return html`<nav class="sorts" aria-labelledby="sort-by">
    <span id="sort-by">${words.sortBy}</span>
    <ul>
      ${sorts.map(choice => {
        const isCurrent = choice === sort
        return html`<li>
          <a
            href="${categoryHref(category)}?sort=${choice}"
            ${isCurrent && html`aria-current="true"`}
            >${words.sorts[choice]}</a
          >
        </li>`
      })}
    </ul>
  </nav>`
}

/** The categories one level below, at hand where the tree is in a drawer. */
function narrower({ locale }: Frame, { tree, category }: CategoryModel): Html | false {
  const children = findNode(tree, category.id)?.children ?? []
  if (children.length === 0) return false
  const { list: words } = wordsOf(locale)
  return html`<nav class="narrower" aria-label="${words.narrow}">
    <ul>
      ${children.map(({ category: child }) => {
        return html`<li>
          <a class="pill" href="${categoryHref(child)}"
            >${child.name} <span class="count">${formatCount(child.count, locale)}</span></a
          >
        </li>`
      })}
    </ul>
  </nav>`
}

function emptyShelf({ locale }: Frame): Html {
  const { list: words } = wordsOf(locale)
  return html`<section class="nothing">
    ${drawing('shelf')}
    <p class="lead">${words.empty}</p>
    <p>${words.emptyNext}</p>
  </section>`
}
