import { html, type Html } from '@microzon/shared/html'
import type { Product } from '../domain/catalog.ts'
import { cardGrid, pictureHref, productHref } from './card.ts'
import { drawing } from './drawings.ts'
import { layout } from './layout.ts'
import type { Frame, ShopModel } from './models.ts'
import { categoryHref, categoryTree } from './tree.ts'
import { wordsOf } from './words/index.ts'

const picksMax = 9

/**
 * The front page: what is new shown big, a shelf for each of the large categories, then the newest
 * products.
 */
export function shopPage(frame: Frame, model: ShopModel): Html {
  const { locale } = frame
  const words = wordsOf(locale)
  const { tree, newest, shelves } = model
  const isEmpty = newest.length === 0 && shelves.length === 0
  return layout(frame, {
    title: words.shop.title,
    tree: categoryTree(tree, { locale }),
    main: isEmpty ? emptyShop(frame) : shelvesAndGrid(frame, model)
  })
}

function shelvesAndGrid(frame: Frame, model: ShopModel): Html {
  const { locale } = frame
  const { newest, shelves } = model
  const { shop: words } = wordsOf(locale)
  const said = words.hero[model.season]
  return html`<section class="hero">
      <div class="hero-words">
        <p class="over">${said.over}</p>
        <h1>${said.title}</h1>
        <p class="lead">${words.lead}</p>
        <a class="button spark" href="#newest">${words.look}</a>
      </div>
      <ul class="hero-picks" aria-hidden="true">
        ${picksOf(model).map(({ id }) => {
          return html`<li>
            <a href="${productHref(id)}" tabindex="-1"
              ><img src="${pictureHref(id)}" alt="" width="320" height="400"
            /></a>
          </li>`
        })}
      </ul>
    </section>
    ${shelves.map(shelf => shelfOf(frame, shelf))}
    ${
      newest.length > 0 &&
      html`<section class="newest" id="newest" aria-labelledby="newest-title">
        <h2 id="newest-title">${words.newest}</h2>
        ${cardGrid(newest, { locale, level: 3 })}
      </section>`
    }`
}

/** One thing of each shelf, then another: a shop of many kinds shows as one at first sight. */
function picksOf({ newest, shelves }: ShopModel): readonly Product[] {
  const longest = Math.max(0, ...shelves.map(({ products }) => products.length))
  const mixed = Array.from({ length: longest }, (_, place) =>
    shelves.flatMap(({ products }) => products[place] ?? [])
  ).flat()
  const picks = new Map([...mixed, ...newest].map(product => [product.id, product]))
  return [...picks.values()].slice(0, picksMax)
}

function shelfOf(
  { locale }: Frame,
  { category, products }: ShopModel['shelves'][number]
): Html | false {
  const { shop: words } = wordsOf(locale)
  if (products.length === 0) return false
  return html`<section class="shelf">
    <div class="shelf-top">
      <h2>${category.name}</h2>
      <a href="${categoryHref(category)}">${words.shelf(category.name)}</a>
    </div>
    <div
      class="shelf-row"
      role="region"
      aria-label="${words.shelfScroll(category.name)}"
      tabindex="0"
    >
      ${cardGrid(products, { locale, level: 3 })}
    </div>
  </section>`
}

function emptyShop({ locale }: Frame): Html {
  const { shop: words } = wordsOf(locale)
  return html`<section class="nothing">
    ${drawing('shelf')}
    <h1>${words.emptyTitle}</h1>
    <p class="lead">${words.empty}</p>
    <p><code>npm run populate -- FILE</code></p>
  </section>`
}
