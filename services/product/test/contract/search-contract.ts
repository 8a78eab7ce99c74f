import assert from 'node:assert/strict'
import { test } from 'node:test'
import { searchProducts, type SearchPage } from '../../src/domain/catalogue.ts'
import type { ProductStore } from '../../src/domain/ports.ts'
import { keyed } from '../../src/domain/upsert.ts'
import { draftOf, errorOf } from '../fixtures.ts'
import { keepStock, save, type OpenStore } from './store.ts'

export function searchContract(name: string, open: OpenStore): void {
  finds(name, open)
  pages(name, open)
}

function finds(name: string, open: OpenStore): void {
  test(`${name}: finds words, starts of words and words with one error, the best first`, async t => {
    const [store] = await open(t)
    await saveNamed(store, ['Warden', 'Gardening', 'Garden', 'Kindergarden', 'Guardian'])
    assert.deepEqual(await namesFor(store, 'garden'), ['Garden', 'Gardening', 'Warden'])
    assert.deepEqual(await namesFor(store, 'GARDNE'), ['Garden', 'Gardening'].slice(0, 1))
    assert.deepEqual(await namesFor(store, 'ga'), ['Garden', 'Gardening'])
    assert.deepEqual(await namesFor(store, 'g'), [])
  })

  test(`${name}: every word must match, wherever it is`, async t => {
    const [store] = await open(t)
    await save(store, [
      draftOf({ name: 'Emma', description: 'Jane Austen, 1815', categories: ['Books/Novels'] }),
      draftOf({ name: 'Jane Eyre', description: 'Charlotte Brontë', categories: ['Books/Novels'] })
    ])
    assert.deepEqual(await namesFor(store, 'jane novel'), ['Jane Eyre', 'Emma'])
    assert.deepEqual(await namesFor(store, 'jane austen'), ['Emma'])
    assert.deepEqual(await namesFor(store, 'bronte EYRE books'), ['Jane Eyre'])
    assert.deepEqual(await namesFor(store, 'jane shakespeare'), [])
  })

  test(`${name}: an error is forgiven in a text only when nothing is written as it was typed`, async t => {
    const [store] = await open(t)
    await save(store, [
      draftOf({ name: 'Lamp', description: 'A light.' }),
      draftOf({ name: 'Novel', description: 'A dark night.' }),
      draftOf({ name: 'Twelfth Night', description: 'A play.' })
    ])
    assert.deepEqual(await namesFor(store, 'light'), ['Lamp', 'Twelfth Night'])
    assert.deepEqual(await namesFor(store, 'nihgt'), ['Twelfth Night', 'Novel'])
  })

  test(`${name}: four letters are taken as they are`, async t => {
    const [store] = await open(t)
    await saveNamed(store, ['Books', 'Bowls'])
    assert.deepEqual(await namesFor(store, 'bokk'), [])
    assert.deepEqual(await namesFor(store, 'bookz'), ['Books'])
  })

  test(`${name}: numbers are not forgiven`, async t => {
    const [store] = await open(t)
    await saveNamed(store, ['Calendar 19842'])
    assert.deepEqual(await namesFor(store, '19843'), [])
    assert.deepEqual(await namesFor(store, '1984'), ['Calendar 19842'])
  })

  test(`${name}: finds what is written in any script, however its marks are encoded`, async t => {
    const [store] = await open(t)
    await saveNamed(store, ['Straße nach Süden', 'Война и мир', 'Cafe\u0301 noir'])
    assert.deepEqual(await namesFor(store, 'strasse suden'), ['Straße nach Süden'])
    assert.deepEqual(await namesFor(store, 'война'), ['Война и мир'])
    assert.deepEqual(await namesFor(store, 'caf\u00e9'), ['Cafe\u0301 noir'])
  })

  test(`${name}: whatever is typed is a text and never an operator`, async t => {
    const [store] = await open(t)
    await saveNamed(store, ['Near and not or', 'Rose'])
    const typed = [
      '"',
      '""',
      'a"b',
      '*',
      'rose*',
      '-rose',
      'name:rose',
      '{name}:rose',
      '(rose',
      '^rose',
      '\u0000rose'
    ]
    for (const text of typed) await namesFor(store, text)
    assert.deepEqual(await namesFor(store, 'NEAR AND NOT OR'), ['Near and not or'])
    assert.deepEqual(await namesFor(store, 'rose NOT near'), [])
    assert.deepEqual(await namesFor(store, "'; drop table product; -- rose"), [])
    assert.deepEqual(await namesFor(store, 'rose'), ['Rose'])
  })

  test(`${name}: tells the words that matched as they are written`, async t => {
    const [store] = await open(t)
    await save(store, [draftOf({ name: 'Wuthering Heights', description: 'Emily BRONTË, 1847.' })])
    const { products } = await searchFor(store, 'wuthring bront')
    assert.deepEqual(products[0]?.matched, ['Wuthering', 'BRONTË'])
  })

  test(`${name}: finds a product by what it says and not by what it said`, async t => {
    const [store] = await open(t)
    const [id = ''] = await saveNamed(store, ['Before'])
    await store.replace(id, keyed(draftOf({ name: 'After' })), keepStock)
    assert.deepEqual(await namesFor(store, 'before'), [])
    assert.deepEqual(await namesFor(store, 'after'), ['After'])
    await store.remove(id)
    assert.deepEqual(await namesFor(store, 'after'), [])
  })
}

function pages(name: string, open: OpenStore): void {
  test(`${name}: pages of a search give everything once, in its order`, async t => {
    const [store] = await open(t)
    const names = Array.from({ length: 50 }, (_, index) =>
      index % 3 === 0 ? 'Teapot' : `Tea ${(index * 7) % 5}`
    )
    await save(
      store,
      names.map((text, index) => draftOf({ sku: `T-${index}`, name: text }))
    )
    const whole = await searchFor(store, 'tea', 100)
    assert.deepEqual([whole.total, whole.totalIsExact, whole.next], [50, true, undefined])
    assert.equal(new Set(whole.products.map(({ id }) => id)).size, 50)
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page: SearchPage = await searchProducts(store, {
        text: ' TEA ',
        limit: 7,
        ...(cursor !== undefined && { cursor })
      })
      ids.push(...page.products.map(({ id }) => id))
      cursor = page.next
      assert.ok(ids.length <= 50)
    } while (cursor !== undefined)
    assert.deepEqual(
      ids,
      whole.products.map(({ id }) => id)
    )
  })

  test(`${name}: a cursor is good for its own search only`, async t => {
    const [store] = await open(t)
    await saveNamed(store, ['Tea', 'Teapot', 'Teacup'])
    const { next = '' } = await searchFor(store, 'tea', 1)
    const other = searchProducts(store, { text: 'teapot', limit: 1, cursor: next })
    await assert.rejects(other, errorOf('CURSOR_INVALID'))
  })

  test(`${name}: above a thousand it says so, and what is called so comes first`, async t => {
    const [store] = await open(t)
    const drafts = Array.from({ length: 1_200 }, (_, index) =>
      draftOf({
        sku: `T-${index}`,
        name: index === 3 ? 'Tea' : `Thing ${index}`,
        description: 'For tea.'
      })
    )
    for (let at = 0; at < drafts.length; at += 300) await save(store, drafts.slice(at, at + 300))
    const { total, totalIsExact, products } = await searchFor(store, 'tea')
    assert.deepEqual([total, totalIsExact, products[0]?.name], [1_000, false, 'Tea'])
  })
}

async function saveNamed(
  store: ProductStore,
  names: readonly string[]
): Promise<readonly string[]> {
  return save(
    store,
    names.map(text => draftOf({ name: text, description: '', categories: ['x'] }))
  )
}

function searchFor(store: ProductStore, text: string, limit = 24): Promise<SearchPage> {
  return searchProducts(store, { text, limit })
}

async function namesFor(store: ProductStore, text: string): Promise<readonly string[]> {
  return (await searchFor(store, text)).products.map(product => product.name)
}
