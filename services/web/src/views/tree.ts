import { html, type Html } from '@microzon/shared/html'
import type { Locale } from '@microzon/shared/money'
import type { Category, CategoryNode } from '../domain/catalog.ts'
import { formatCount } from './format.ts'
import { icon } from './icons.ts'
import { wordsOf } from './words/index.ts'

/**
 * The categories with their counts. On a wide screen they stand at the left; on a small one the
 * menu button opens them as a popover, which needs no script. The way to the current category is
 * open. Nothing where no category is known.
 */
export function categoryTree(
  tree: readonly CategoryNode[],
  { locale, current }: { readonly locale: Locale; readonly current?: string }
): Html | undefined {
  if (tree.length === 0) return undefined
  const { frame: words } = wordsOf(locale)
  return html`<nav class="tree" id="categories" popover aria-label="${words.categories}">
    <div class="tree-top">
      <p>${words.categories}</p>
      <button class="plain" type="button" popovertarget="categories" popovertargetaction="hide">
        ${icon('close')}<span class="hidden">${words.close}</span>
      </button>
    </div>
    <ul>
      ${tree.map(node => html`<li>${branch(node, { locale, current })}</li>`)}
    </ul>
  </nav>`
}

/** The place of a category in the tree; nothing when it is not there. */
export function findNode(tree: readonly CategoryNode[], id: string): CategoryNode | undefined {
  for (const node of tree) {
    const found = node.category.id === id ? node : findNode(node.children, id)
    if (found !== undefined) return found
  }
  return undefined
}

export function categoryHref({ id }: Pick<Category, 'id'>): string {
  return `/shop/category/${encodeURIComponent(id)}`
}

type Look = { readonly locale: Locale; readonly current: string | undefined }

function branch(node: CategoryNode, look: Look): Html {
  const { category, children } = node
  if (children.length === 0) return leaf(category, look)
  const { list: words } = wordsOf(look.locale)
  const isOpen = look.current !== undefined && findNode([node], look.current) !== undefined
  return html`<details name="categories" ${isOpen && html`open`}>
    <summary>
      <span>${category.name}</span>
      <span class="count">${formatCount(category.count, look.locale)}</span>
    </summary>
    <ul>
      <li>${leaf({ ...category, name: words.all(category.name) }, look)}</li>
      ${children.map(child => html`<li>${twig(child, look)}</li>`)}
    </ul>
  </details>`
}

/** Below the second level everything is shown at once. */
function twig({ category, children }: CategoryNode, look: Look): Html {
  return html`${leaf(category, look)}
  ${
    children.length > 0 &&
    html`<ul>
      ${children.map(child => html`<li>${twig(child, look)}</li>`)}
    </ul>`
  }`
}

function leaf(category: Category, { locale, current }: Look): Html {
  return html`<a
    href="${categoryHref(category)}"
    ${category.id === current && html`aria-current="page"`}
    ><span>${category.name}</span>
    <span class="count">${formatCount(category.count, locale)}</span></a
  >`
}
