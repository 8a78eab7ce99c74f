import { readFile } from 'node:fs/promises'

/**
 * The files that make up the one style sheet, in the order in which they are joined: `layers` first,
 * since a layer has its rank from where it is named first. Within a layer the later file wins.
 */
export const styleFiles = [
  'layers.css',
  'reset.css',
  // Tokens.
  'fonts.css',
  'colors.css',
  'sizes.css',
  'motion.css',
  // Plain elements.
  'elements.css',
  'text.css',
  'inputs.css',
  'buttons.css',
  'script.css',
  // The frame of every page.
  'assistive.css',
  'frame.css',
  'header.css',
  'search-field.css',
  'toast.css',
  'footer.css',
  'tree.css',
  // Parts that pages share.
  'crumbs.css',
  'list.css',
  'pill.css',
  'card.css',
  'notice.css',
  'nothing.css',
  'panel.css',
  'narrow.css',
  'form.css',
  'stepper.css',
  'choice.css',
  'tag.css',
  'split.css',
  'sum.css',
  'small-lines.css',
  // Pages.
  'hero.css',
  'shelf.css',
  'search.css',
  'product.css',
  'prices.css',
  'options.css',
  'buy.css',
  'title.css',
  'cart.css',
  'cart-line.css',
  'cart-amount.css',
  'checkout.css',
  'test-cards.css',
  'order.css',
  'timeline.css',
  'orders.css',
  'account.css',
  'status.css',
  'table.css',
  'traffic.css'
] as const

export const stylesFolder = new URL('../public/styles/', import.meta.url)

/** The style sheet of all pages: one file to fetch, though it is written in many. */
export async function readStyleSheet(): Promise<Buffer> {
  const parts = await Promise.all(styleFiles.map(name => readFile(new URL(name, stylesFolder))))
  return Buffer.concat(parts)
}
