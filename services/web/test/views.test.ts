import { renderHtml } from '@microzon/shared/html'
import fc from 'fast-check'
import { parse, type HTMLElement } from 'node-html-parser'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { productHref } from '../src/views/card.ts'
import { formatSpan } from '../src/views/format.ts'
import { excerpt, marked } from '../src/views/mark.ts'
import { milestonesOf } from '../src/views/order-timeline.ts'
import { wordsOf } from '../src/views/words/index.ts'
import { errorKinds, pagesOf } from './fixtures.ts'

const locales = ['en', 'de'] as const

/** Every page in its states as text, in both languages. */
const rendered = locales.flatMap(locale =>
  [...pagesOf(locale)].map(([name, page]) => {
    const text = renderHtml(page)
    return { name: `${locale}/${name}`, locale, text, document: parse(text) }
  })
)

test('every page has a language, a title of its own, one main part and one h1', () => {
  for (const { name, locale, document } of rendered) {
    assert.equal(document.querySelector('html')?.getAttribute('lang'), locale, name)
    assert.match(document.querySelector('title')?.text ?? '', /^\S.* · Microzon$/, name)
    assert.equal(document.querySelectorAll('main').length, 1, name)
    assert.equal(document.querySelectorAll('h1').length, 1, name)
  }
})

test('no page has an inline style, an inline handler or an inline script', () => {
  for (const { name, text, document } of rendered) {
    assert.doesNotMatch(text, /<style|javascript:/i, name)
    for (const element of document.querySelectorAll('*')) {
      for (const attribute of Object.keys(element.attributes)) {
        assert.doesNotMatch(attribute, /^(style$|on|hx-on)/i, `${name}: ${attribute}`)
      }
    }
    for (const script of document.querySelectorAll('script')) {
      assert.match(script.getAttribute('src') ?? '', /^\/assets\//, name)
      assert.equal(script.text, '', name)
    }
  }
})

test('every form that changes something carries the token, and no other one does', () => {
  for (const { name, document } of rendered) {
    for (const form of document.querySelectorAll('form')) {
      const isPost = form.getAttribute('method') === 'post'
      const tokens = form.querySelectorAll('input[name="_csrf"]')
      assert.equal(tokens.length, isPost ? 1 : 0, `${name}: ${form.getAttribute('action')}`)
    }
  }
})

test('every field has a label, and says by what it is described', () => {
  for (const { name, document } of rendered) {
    const ids = new Set(document.querySelectorAll('[id]').map(({ id }) => id))
    for (const field of document.querySelectorAll('input, select')) {
      if (field.getAttribute('type') === 'hidden') continue
      assert.ok(isLabelled(field, document), `${name}: ${field.toString()}`)
      for (const id of field.getAttribute('aria-describedby')?.split(' ') ?? []) {
        assert.ok(ids.has(id), `${name}: ${id}`)
      }
    }
  }
})

test('no id stands twice on a page, and every link within a page has a target', () => {
  for (const { name, document } of rendered) {
    const ids = document.querySelectorAll('[id]').map(({ id }) => id)
    assert.deepEqual(ids.toSorted(), [...new Set(ids)].toSorted(), name)
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      assert.ok(
        ids.includes(link.getAttribute('href')?.slice(1) ?? ''),
        `${name}: ${link.toString()}`
      )
    }
  }
})

test('every picture has its size, so that nothing moves when it comes', () => {
  for (const { name, document } of rendered) {
    for (const picture of document.querySelectorAll('img')) {
      const { alt, width, height } = picture.attributes
      assert.ok(alt !== undefined && width && height, `${name}: ${picture.toString()}`)
    }
  }
})

test('card fields and passwords are always empty', () => {
  const secrets = [
    'cardNumber',
    'cardExpiry',
    'cardCvc',
    'password',
    'newPassword',
    'passwordRepeat'
  ]
  for (const { name, document } of rendered) {
    for (const secret of secrets) {
      const value = document.querySelector(`input[name="${secret}"]`)?.getAttribute('value')
      assert.ok(value === undefined || value === '', `${name}: ${secret}`)
    }
  }
})

test('a string from outside never becomes markup', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '"><script>alert(1)</script>',
      "'><img src=x onerror=alert(1)>",
      '</title></textarea></select><script>alert(1)</script>',
      '" autofocus onfocus="alert(1)',
      '`${alert(1)}`<svg/onload=alert(1)>',
      '<!--',
      '&lt;script&gt;',
      '{{constructor}}'
    ),
    fc.string({ maxLength: 40 }).map(text => `<b x="${text}">'"&`)
  )
  const shape = (page: Parameters<typeof renderHtml>[0]): readonly string[] =>
    tagsOf(parse(renderHtml(page))).filter(tag => !varying.test(tag))
  const clean = new Map([...pagesOf('en')].map(([name, page]) => [name, shape(page)]))
  fc.assert(
    fc.property(hostile, fc.constantFrom(...locales), (poison, locale) => {
      const poisoned = pagesOf(locale, text => `${poison}${text}`)
      for (const [name, page] of poisoned) {
        assert.deepEqual(shape(page), clean.get(name), name)
      }
    }),
    { numRuns: 20 }
  )
})

test('what a product is called cannot leave the address that it stands in', () => {
  assert.equal(productHref('../x?y#"z'), '/shop/product/..%2Fx%3Fy%23%22z')
  assert.equal(productHref('a', 'A & B'), '/shop/product/a?option=A+%26+B')
})

test('the hero shows one thing of each shelf before it shows another', () => {
  const page = rendered.find(({ name }) => name === 'en/shop')?.document
  const hrefs = (part: string): readonly (string | undefined)[] =>
    page?.querySelectorAll(`${part} a`).map(link => link.getAttribute('href')) ?? []
  const [first, second] = page?.querySelectorAll('.shelf-row') ?? []
  const firstOf = (shelf?: HTMLElement): string | undefined =>
    shelf?.querySelector('.card a')?.getAttribute('href')
  const picks = hrefs('.hero-picks')
  assert.deepEqual(picks.slice(0, 2), [firstOf(first), firstOf(second)])
  assert.equal(new Set(picks).size, picks.length)
})

test('words that matched are marked where they stand as whole words', () => {
  const text = (parts: readonly (string | object)[]): string =>
    parts.map(part => (typeof part === 'string' ? part : renderHtml(part as never))).join('')
  assert.equal(text(marked('Tea and Teapot', ['Tea'])), '<mark>Tea</mark> and Teapot')
  assert.equal(text(marked('Tea', [])), 'Tea')
  assert.equal(excerpt('nothing of it', ['Tea']), undefined)
  const long = `${'word '.repeat(60)}Tea ${'word '.repeat(60)}`
  const cut = text(excerpt(long, ['Tea']) ?? [])
  assert.match(cut, /^… .*<mark>Tea<\/mark>.* …$/)
  assert.ok(cut.length < 160)
})

test('an order under way shows what is to come, a cancelled one only what was', () => {
  const step = (state: 'RECEIVED' | 'RESERVED' | 'COMPENSATING' | 'CANCELLED') => ({ state, at: 1 })
  const shown = (states: readonly Parameters<typeof step>[0][]): readonly string[] =>
    milestonesOf({ state: states.at(-1) ?? 'RECEIVED', steps: states.map(step) }).map(
      ({ name, progress }) => `${name}:${progress}`
    )
  assert.deepEqual(shown(['RECEIVED', 'RESERVED']), [
    'received:done',
    'reserved:done',
    'charging:current',
    'charged:open',
    'confirmed:open'
  ])
  assert.deepEqual(shown(['RECEIVED', 'COMPENSATING']), ['received:done', 'cancelled:current'])
  assert.deepEqual(shown(['RECEIVED', 'COMPENSATING', 'CANCELLED']), [
    'received:done',
    'cancelled:done'
  ])
})

test('only an order under way refreshes itself', () => {
  for (const { name, text } of rendered.filter(page => page.name.includes('/order'))) {
    const isUnderWay = /working|checking|undoing/.test(name)
    assert.equal(text.includes('http-equiv="refresh"'), isUnderWay, name)
    assert.equal(text.includes('hx-trigger="every'), isUnderWay, name)
  }
})

test('a span of time is told in its largest unit and is never negative', () => {
  assert.equal(formatSpan(-5, 'en'), formatSpan(0, 'en'))
  assert.match(formatSpan(90_000, 'en'), /^1 min/)
  assert.match(formatSpan(7_200_000, 'de'), /^2 /)
  assert.match(formatSpan(200_000_000, 'en'), /^2 day/)
})

test('every error page tells its id and a way on', () => {
  for (const kind of errorKinds) {
    const page = rendered.find(({ name }) => name === `en/error-${kind}`)
    assert.match(page?.text ?? '', /463ac35c9f6413ad48485a3953bb6124/)
    assert.ok(page?.document.querySelector('main a.button') !== null, kind)
  }
})

test('both languages say every word, and not the same ones', () => {
  const [en, de] = [leavesOf(wordsOf('en')), leavesOf(wordsOf('de'))]
  assert.deepEqual([...de.keys()], [...en.keys()])
  const isSame = [...en].filter(
    ([path, text]) => typeof text === 'string' && text !== '' && de.get(path) === text
  )
  assert.deepEqual(isSame.map(([path]) => path).toSorted(), [
    '.forms.name',
    '.list.sorts.name',
    '.status.version'
  ])
})

test('no sentence shouts', () => {
  for (const locale of locales) {
    for (const [path, text] of leavesOf(wordsOf(locale))) {
      if (typeof text === 'string') assert.doesNotMatch(text, /!/, path)
    }
  }
})

function isLabelled(field: HTMLElement, document: HTMLElement): boolean {
  if (field.getAttribute('aria-label') || field.getAttribute('aria-hidden') === 'true') return true
  if (field.closest('label') !== null) return true
  const label = document
    .querySelectorAll('label')
    .find(each => each.getAttribute('for') === field.id)
  return label !== undefined && label.text.trim() !== ''
}

/** Each element with the names of its attributes. */
function tagsOf(document: HTMLElement): readonly string[] {
  return document
    .querySelectorAll('*')
    .map(({ tagName, attributes }) => `${tagName} ${Object.keys(attributes).toSorted().join(' ')}`)
}

/** What follows from the strings themselves: marks, excerpts, and a country that is not in the list. */
const varying = /^(MARK|P |OPTION)/

function leavesOf(value: object, path = ''): ReadonlyMap<string, unknown> {
  const leaves = new Map<string, unknown>()
  for (const [name, child] of Object.entries(value) as [string, unknown][]) {
    if (typeof child !== 'object' || child === null) leaves.set(`${path}.${name}`, child)
    else leavesOf(child, `${path}.${name}`).forEach((leaf, at) => leaves.set(at, leaf))
  }
  return leaves
}
