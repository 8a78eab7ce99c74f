import { addToCart, createShopper, type RunningShop, type Shopper } from '../shop.ts'

/** The address of a product's page, and the headers of a browser that has a cart. */
export type PageRequest = {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/** Puts something into a cart and picks the page of another product. Throws when the front page has none. */
export async function findPage({ url }: RunningShop): Promise<PageRequest> {
  const shopper = createShopper(url)
  try {
    return await pageFor(shopper)
  } finally {
    await shopper.close()
  }
}

async function pageFor(shopper: Shopper): Promise<PageRequest> {
  await addToCart(shopper)
  const { document } = await shopper.get('/shop')
  const links = document.querySelectorAll('a').map(link => link.getAttribute('href') ?? '')
  const path = links.findLast(href => /^\/shop\/product\/[\w-]+$/.test(href))
  if (path === undefined) throw new Error('the front page links to no product')
  const cookie = [...shopper.cookies()].map(([name, value]) => `${name}=${value}`).join('; ')
  return { path, headers: { cookie, accept: 'text/html', 'accept-language': 'en' } }
}
