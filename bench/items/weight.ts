import { addToCart, createShopper } from '../shop.ts'
import type { Item } from '../support/bench.ts'
import { weigh, type Weight } from '../support/weigh.ts'

const kilobytesMax = 100
const requestsMax = 6

/** What a page costs on a slow line, at the first visit. */
export const weight: Item = {
  name: 'weight',
  about:
    'the heaviest of front page, category, search, product, cart and login, uncached, without its pictures',
  async run({ shop: findShop }) {
    const { url } = await findShop()
    const shopper = createShopper(url)
    try {
      await addToCart(shopper)
      const front = await shopper.get('/shop')
      const links = front.document
        .querySelectorAll('a')
        .map(link => link.getAttribute('href') ?? '')
      const paths = [
        '/shop',
        links.find(href => href.startsWith('/shop/category/')) ?? '/shop',
        '/shop/search?q=the',
        links.find(href => href.startsWith('/shop/product/')) ?? '/shop',
        '/shop/cart',
        '/user/login'
      ]
      const cookie = [...shopper.cookies()].map(([name, value]) => `${name}=${value}`).join('; ')
      const weights: Weight[] = []
      for (const path of paths) weights.push(await weigh(url, path, cookie))
      const most = (pick: (weight: Weight) => number): number => Math.max(...weights.map(pick))
      return [
        {
          name: 'on the wire',
          value: most(({ bytes }) => bytes) / 1000,
          unit: 'KB',
          max: kilobytesMax
        },
        { name: 'requests', value: most(({ requests }) => requests), unit: '', max: requestsMax },
        { name: 'to other hosts', value: most(({ foreign }) => foreign), unit: '', max: 0 }
      ]
    } finally {
      await shopper.close()
    }
  }
}
