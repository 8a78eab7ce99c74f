import type { Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import type { Catalog, CategoryNode, Sort } from '../domain/catalog.ts'
import { categoryPage } from '../views/category.ts'
import { searchPage } from '../views/search.ts'
import type { Season } from '../views/models.ts'
import { shopPage } from '../views/shop.ts'
import { frameOf, framing, sendPage } from './frame.ts'
import { pagesOf } from './pages.ts'
import type { WebPorts } from './ports.ts'

const pageSize = 24
const shelvesMax = 6
const shelfSize = 8

const cursor = Type.Optional(Type.String({ maxLength: 512 }))
const sort = Type.Optional(
  Type.Enum(['newest', 'price-asc', 'price-desc', 'name'], { default: 'newest' })
)
const listQuery = Type.Object({ cursor, sort })
const searchQuery = Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })), cursor })
const idParams = Type.Object({ id: Type.String({ maxLength: 200 }) })

/** The front page, categories and the search. */
export function shopRoutes(app: Service, ports: WebPorts): void {
  const { catalog, clock } = ports
  app.get('/', (_request, reply) => reply.redirect('/shop'))
  app.get('/shop', async (request, reply) => {
    const [frame, tree, newest] = await Promise.all([
      frameOf(request, ports),
      catalog.categories(),
      catalog.newest(pageSize)
    ])
    const shelves = await shelvesOf(catalog, tree)
    const shown = framing(frame, newest)
    return sendPage(reply, shopPage(shown, { season: seasonOf(clock()), tree, newest, shelves }))
  })
  const category = { params: idParams, querystring: listQuery }
  app.get('/shop/category/:id', { schema: category }, async (request, reply) => {
    const { id } = request.params
    const { cursor: after, sort: order = 'newest' } = request.query
    const [frame, tree, page] = await Promise.all([
      frameOf(request, ports),
      treeOrNothing(catalog),
      catalog.category({ id, cursor: after, sort: order as Sort, limit: pageSize })
    ])
    const pages = pagesOf(
      `/shop/category/${encodeURIComponent(id)}`,
      { sort: order },
      { at: after, next: page.next }
    )
    const shown = framing(frame, page.products)
    return sendPage(reply, categoryPage(shown, { ...page, tree, sort: order as Sort, pages }))
  })
  app.get('/shop/search', { schema: { querystring: searchQuery } }, async (request, reply) => {
    const { q = '', cursor: after } = request.query
    const text = q.trim()
    const found = text === '' ? nothing : catalog.search({ text, cursor: after, limit: pageSize })
    const [frame, tree, page] = await Promise.all([
      frameOf(request, ports, text),
      treeOrNothing(catalog),
      found
    ])
    const pages = pagesOf('/shop/search', { q: text }, { at: after, next: page.next })
    const shown = framing(frame, page.products)
    return sendPage(reply, searchPage(shown, { ...page, tree, text, pages }))
  })
}

/** The season of the shop's own place, by its month. */
function seasonOf(now: number): Season {
  const seasons = ['winter', 'spring', 'summer', 'autumn'] as const
  return seasons[Math.floor(((new Date(now).getUTCMonth() + 1) % 12) / 3)] ?? 'winter'
}

const nothing = { products: [], total: 0, totalIsExact: true, next: undefined }

/** The largest first-level categories with what is new in each. A shelf that cannot be read is left out. */
async function shelvesOf(
  catalog: Catalog,
  tree: readonly CategoryNode[]
): Promise<Parameters<typeof shopPage>[1]['shelves']> {
  const largest = tree.map(node => node.category).sort((left, right) => right.count - left.count)
  const shelves = largest.slice(0, shelvesMax).map(async category => {
    const query = { id: category.id, cursor: undefined, sort: undefined, limit: shelfSize }
    const page = await catalog.category(query).catch(() => undefined)
    return page === undefined ? [] : [{ category, products: page.products }]
  })
  return (await Promise.all(shelves)).flat()
}

/** The tree stands beside a page that does not need it. */
async function treeOrNothing(catalog: Catalog): Promise<readonly CategoryNode[]> {
  return catalog.categories().catch(() => [])
}
