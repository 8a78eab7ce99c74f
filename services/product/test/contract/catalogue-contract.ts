import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError } from '@microzon/shared/errors'
import { isStoreError } from '@microzon/shared/store'
import { runInContext } from '@microzon/shared/telemetry'
import { findProduct, listCategory, listProducts } from '../../src/domain/catalogue.ts'
import { treeOf } from '../../src/domain/category.ts'
import type { ProductStore, Sort } from '../../src/domain/ports.ts'
import type { ProductDraft } from '../../src/domain/product.ts'
import { keyed } from '../../src/domain/upsert.ts'
import { draftOf, errorOf, optionOf } from '../fixtures.ts'
import { keepStock, save, setStock, stockOf, type OpenStore } from './store.ts'

export function catalogueContract(name: string, open: OpenStore): void {
  upserts(name, open)
  changes(name, open)
  categories(name, open)
  lists(name, open)
  wanted(name, open)
}

function wanted(name: string, open: OpenStore): void {
  test(`${name}: a read whose caller has gone asks the store nothing`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    const gone = new DomainError('CALLER_GONE', 'nobody waits for the answer')
    const context = { correlationId: 'a'.repeat(32), signal: AbortSignal.abort(gone) }
    const reads: readonly (() => Promise<unknown>)[] = [
      () => store.find([id]),
      () => store.list({ sort: 'newest', limit: 10 }),
      () => store.list({ categoryId: 'books', sort: 'newest', limit: 10 }),
      () => store.count(),
      () => store.categories(),
      () => store.categoryPath('books'),
      () => store.match([{ word: 'tea', near: [], isKnown: false }], { limit: 10, inName: false }),
      () => store.candidates([1]),
      () => store.wordsNear(['tea'], 10),
      () => store.hasWordFrom('tea')
    ]
    for (const read of reads) {
      await read()
      await assert.rejects(runInContext(context, read), { code: 'CALLER_GONE' })
    }
  })
}

function upserts(name: string, open: OpenStore): void {
  test(`${name}: gives a product back as it was saved`, async t => {
    const [store] = await open(t)
    const draft: ProductDraft = {
      sku: 'A-1',
      name: 'Leaves of Grass',
      description: 'A "line"\nand another — ünïcode 😀',
      options: [
        { name: "Walt's", description: 'signed', priceInCent: 990, stock: 3 },
        { name: '__proto__', priceInCent: 0, stock: 0 },
        { name: 'constructor', priceInCent: 10_000_000, stock: 1_000_000 }
      ],
      categories: ['Books/Poetry', 'Gifts'],
      images: [{ thumbnail: '/a.svg', preview: '/b.svg', original: 'https://example.org/c.svg' }]
    }
    const [id = ''] = await save(store, [draft])
    const breadcrumbs = [
      { id: 'books', name: 'Books' },
      { id: 'books-poetry', name: 'Poetry' }
    ]
    assert.deepEqual(await store.find([id]), [{ id, ...draft, breadcrumbs }])
  })

  test(`${name}: a repeat updates everything but stock`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    const changed = draftOf({
      description: 'Deathbed edition',
      options: [optionOf({ priceInCent: 500, stock: 99 }), optionOf({ name: 'Cloth', stock: 7 })],
      categories: ['Books/Poetry', 'Gifts']
    })
    assert.deepEqual(await store.save([keyed(changed)], keepStock), [{ id, outcome: 'updated' }])
    const product = await findProduct(store, id)
    assert.equal(product.description, 'Deathbed edition')
    assert.deepEqual(
      product.options.map(({ priceInCent, stock }) => [priceInCent, stock]),
      [
        [500, 10],
        [990, 7]
      ]
    )
    assert.equal(await store.count(), 1)
    assert.equal(await store.count('gifts'), 1)
  })

  test(`${name}: a repeat sets the stock when told to`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    await save(store, [draftOf({ options: [optionOf({ stock: 99 })] })], setStock)
    assert.deepEqual(await stockOf(store, id), [99])
  })

  test(`${name}: an option that went and comes back brings its own stock`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    await save(store, [draftOf({ options: [optionOf({ name: 'Cloth' })] })])
    await save(store, [draftOf({ options: [optionOf({ stock: 1 })] })])
    assert.deepEqual(await stockOf(store, id), [1])
  })

  test(`${name}: a product that is made again has its id again`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    assert.equal(await store.remove(id), true)
    assert.deepEqual(await save(store, [draftOf()]), [id])
  })

  test(`${name}: two products never share an id`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    await store.replace(id, keyed(draftOf({ name: 'Song of Myself' })), keepStock)
    const [other = ''] = await save(store, [draftOf()])
    assert.notEqual(other, id)
    assert.equal((await store.find([id, other])).length, 2)
  })

  test(`${name}: instances that save the same at once make one product of it`, async t => {
    let now = Date.now()
    const [store, other = store] = await open(t, { handles: 2, clock: () => now })
    const drafts = Array.from({ length: 20 }, (_, index) => draftOf({ name: `Product ${index}` }))
    // Who writes the same in another order may be told that it took too long, and comes again.
    await Promise.all([
      insist(() => save(store, drafts)),
      insist(() => save(other, drafts.toReversed()))
    ])
    assert.equal((await store.list({ sort: 'newest', limit: 100 })).length, 20)
    // Numbers that a command cut short has left behind are counted anew by the sweeper.
    now += 60 * 60_000
    while ((await store.repair(100)) > 0);
    assert.equal(await store.count(), 20)
  })
}

function changes(name: string, open: OpenStore): void {
  test(`${name}: replaces a product, its stock only when told`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    const draft = draftOf({ sku: 'B-2', name: 'Song', options: [optionOf({ stock: 4 })] })
    await store.replace(id, keyed(draft), keepStock)
    assert.deepEqual(await stockOf(store, id), [10])
    await store.replace(id, keyed(draft), setStock)
    const product = await findProduct(store, id)
    assert.deepEqual([product.name, product.sku, product.options[0]?.stock], ['Song', 'B-2', 4])
    assert.deepEqual(await save(store, [draft]), [id])
  })

  test(`${name}: what a draft leaves out is gone`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf({ sku: 'A' })])
    const { description: _, ...rest } = draftOf()
    await store.replace(id, keyed(rest), keepStock)
    const product = await findProduct(store, id)
    assert.ok(!('description' in product) && !('sku' in product))
  })

  test(`${name}: does not replace one product by another`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf(), draftOf({ sku: 'A' })])
    const taken = store.replace(id, keyed(draftOf({ sku: 'A' })), keepStock)
    await assert.rejects(taken, errorOf('PRODUCT_EXISTS'))
    assert.ok(!('sku' in (await findProduct(store, id))))
    const unknown = store.replace('none', keyed(draftOf({ sku: 'C' })), keepStock)
    await assert.rejects(unknown, errorOf('PRODUCT_NOT_FOUND'))
  })

  test(`${name}: a product that is taken out is nowhere`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    assert.equal(await store.remove(id), true)
    assert.equal(await store.remove(id), false)
    assert.deepEqual(await store.find([id]), [])
    assert.deepEqual(await store.list({ sort: 'newest', limit: 9 }), [])
    assert.deepEqual(await store.categories(), [])
    assert.equal(await store.count(), 0)
    const terms = [{ word: 'leaves', near: [], isKnown: true }]
    assert.deepEqual(await store.match(terms, { limit: 9, inName: false }), [])
  })
}

function categories(name: string, open: OpenStore): void {
  test(`${name}: counts the products of each category and below, each once`, async t => {
    const [store] = await open(t)
    await save(store, [
      draftOf({ name: 'a', categories: ['Books/Poetry', 'Books/Drama'] }),
      draftOf({ name: 'b', categories: ['Books/Poetry', 'Gifts'] }),
      draftOf({ name: 'c', categories: ['Books'] })
    ])
    const [books, gifts] = treeOf(await store.categories())
    assert.deepEqual([books?.category.count, gifts?.category.count], [3, 1])
    assert.deepEqual(
      books?.children.map(({ category }) => [category.id, category.count]),
      [
        ['books-drama', 1],
        ['books-poetry', 2]
      ]
    )
  })

  test(`${name}: a category that becomes empty disappears, and comes back under its id`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf({ categories: ['Books/Poetry'] })])
    await store.replace(id, keyed(draftOf({ categories: ['Books/Drama'] })), keepStock)
    assert.deepEqual((await store.categories()).map(category => category.id).toSorted(), [
      'books',
      'books-drama'
    ])
    await store.replace(id, keyed(draftOf({ categories: ['Books/Poetry'] })), keepStock)
    assert.equal((await store.categoryPath('books-poetry')).length, 2)
  })

  test(`${name}: tells categories apart whose ids look the same`, async t => {
    const [store] = await open(t)
    await save(store, [
      draftOf({ name: 'a', categories: ['Books/Poetry'] }),
      draftOf({ name: 'b', categories: ['Books Poetry'] }),
      draftOf({ name: 'c', categories: ['books/POETRY'] })
    ])
    const found = await store.categories()
    assert.equal(new Set(found.map(({ id }) => id)).size, 3)
    assert.equal(found.find(({ key }) => key === 'books/poetry')?.count, 2)
  })

  test(`${name}: gives the way to a category`, async t => {
    const [store] = await open(t)
    await save(store, [draftOf({ categories: ['A/B/C/D'] })])
    const path = await store.categoryPath('a-b-c-d')
    assert.deepEqual(
      path.map(category => category.name),
      ['A', 'B', 'C', 'D']
    )
    assert.deepEqual(await store.categoryPath('none'), [])
    assert.deepEqual(await store.categoryPath(''), [])
  })

  test(`${name}: makes room for five thousand categories and no more`, async t => {
    const [store] = await open(t)
    const many = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) =>
        draftOf({ name: `p${from + index}`, categories: [`Category ${from + index}`] })
      )
    for (let at = 0; at < 4_900; at += 490) await save(store, many(at, at + 490))
    await assert.rejects(save(store, many(4_900, 5_100)), errorOf('CATEGORY_LIMIT'))
    assert.equal((await store.categories()).length, 4_900)
    assert.equal(await store.count(), 4_900)
  })
}

function lists(name: string, open: OpenStore): void {
  const sorts: readonly Sort[] = ['newest', 'price-asc', 'price-desc', 'name']

  for (const sort of sorts) {
    test(`${name}: pages by ${sort} give every product once, in order`, async t => {
      const [store] = await open(t)
      // Many of one price and one name, so that only the number of the product parts them.
      const drafts = Array.from({ length: 60 }, (_, index) =>
        draftOf({
          sku: `S-${index}`,
          name: `Name ${Math.floor(index / 3) % 5}`,
          options: [optionOf({ priceInCent: Math.floor(index / 5) % 4 })]
        })
      )
      const ids = await save(store, drafts)
      const shown = await pagesOf(store, sort)
      assert.deepEqual(shown.map(({ id }) => id).toSorted(), ids.toSorted())
      assert.deepEqual(
        shown.map(orderedBy[sort]),
        shown.map(orderedBy[sort]).toSorted(compare[sort])
      )
    })
  }

  test(`${name}: a page goes on where the last one ended although products came and went`, async t => {
    const [store] = await open(t)
    const drafts = Array.from({ length: 10 }, (_, index) => draftOf({ name: `P${index}` }))
    const ids = await save(store, drafts)
    const first = await listProducts(store, { limit: 4 })
    await store.remove(ids[6] ?? '')
    await save(store, [draftOf({ name: 'Newer' })])
    const rest = await listProducts(store, { limit: 100, cursor: first.next ?? '' })
    assert.deepEqual(
      [...first.products, ...rest.products].map(product => product.name),
      ['P9', 'P8', 'P7', 'P6', 'P5', 'P4', 'P3', 'P2', 'P1', 'P0']
    )
    assert.equal(rest.next, undefined)
  })

  test(`${name}: a list tells its total and ends without a cursor`, async t => {
    const [store] = await open(t)
    await save(store, [draftOf({ name: 'a' }), draftOf({ name: 'b', categories: ['Games'] })])
    const page = await listCategory(store, 'books', { limit: 1, sort: 'name' })
    assert.deepEqual([page.total, page.next, page.ancestors], [1, undefined, []])
    const all = await listProducts(store, { limit: 2 })
    assert.deepEqual([all.total, all.totalIsExact, all.next], [2, true, undefined])
    const unknown = listCategory(store, 'none', { limit: 1, sort: 'name' })
    await assert.rejects(unknown, errorOf('CATEGORY_NOT_FOUND'))
  })

  test(`${name}: a price that changed moves the product in its lists`, async t => {
    const [store] = await open(t)
    const named = (text: string, priceInCent: number) =>
      draftOf({ name: text, options: [optionOf({ priceInCent })] })
    await save(store, [named('a', 1), named('b', 2)])
    await save(store, [named('a', 3)])
    const { activeProducts } = await listCategory(store, 'books', { limit: 9, sort: 'price-asc' })
    assert.deepEqual(
      activeProducts.map(product => product.name),
      ['b', 'a']
    )
  })
}

type Shown = {
  readonly id: string
  readonly price: number
  readonly name: string
  readonly at: number
}

async function pagesOf(store: ProductStore, sort: Sort): Promise<readonly Shown[]> {
  const shown: Shown[] = []
  let cursor: string | undefined
  do {
    const request = { limit: 7, sort, ...(cursor !== undefined && { cursor }) }
    const page = await listCategory(store, 'books-poetry', request)
    for (const { id, name, sku = '', options } of page.activeProducts) {
      shown.push({ id, name, price: options[0]?.priceInCent ?? -1, at: Number(sku.slice(2)) })
    }
    cursor = page.next
    assert.ok(shown.length <= page.total)
  } while (cursor !== undefined)
  return shown
}

const orderedBy = {
  newest: ({ at }: Shown) => [at, at],
  'price-asc': ({ price, at }: Shown) => [price, at],
  'price-desc': ({ price, at }: Shown) => [price, at],
  name: ({ name, at }: Shown) => [Number(name.slice(5)), at]
}
const ascending = ([a = 0, b = 0]: number[], [c = 0, d = 0]: number[]): number => a - c || b - d
const descending = (left: number[], right: number[]): number => ascending(right, left)
const compare = {
  newest: descending,
  'price-asc': ascending,
  'price-desc': descending,
  name: ascending
}

async function insist(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await work()
      return
    } catch (error) {
      const isLate = isStoreError(error) && /^STORE_(TIMEOUT|BUSY)$/.test(error.code)
      if (!isLate || tries === 5) throw error
    }
  }
}
