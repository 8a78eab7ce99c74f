import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'node-html-parser'
import { errorPage, localeOf, type EdgeStatus } from '../src/error-page.ts'

test('the language is the one that the reader likes best of those that the shop speaks', () => {
  for (const [header, locale] of [
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE', 'de'],
    ['en-GB,en;q=0.9,de;q=0.8', 'en'],
    ['fr,de;q=0.8,en;q=0.5', 'de'],
    ['en;q=0.3, de;q=0.7', 'de'],
    ['de;q=0', 'en'],
    ['den', 'en'],
    ['*', 'en'],
    ['de;q=abc', 'en'],
    [`${'x,'.repeat(5_000)}de`, 'en']
  ] as const) {
    assert.equal(localeOf(header), locale, `${header}`)
  }
})

const statuses: readonly EdgeStatus[] = [400, 404, 405, 408, 413, 429, 431, 502, 503, 504]
for (const status of statuses) {
  for (const locale of ['en', 'de'] as const) {
    test(`${status} is a page in ${locale} that says what happened, what to do, and the id`, () => {
      const text = errorPage(status, { correlationId: 'a1b2', locale })
      const page = parse(text)
      assert.equal(page.querySelector('html')?.getAttribute('lang'), locale)
      assert.ok((page.querySelector('title')?.textContent.length ?? 0) > 10)
      assert.equal(page.querySelectorAll('h1').length, 1)
      assert.ok(page.querySelector('main'))
      assert.ok((page.querySelectorAll('main p').length ?? 0) >= 3)
      assert.match(page.querySelector('main')?.textContent ?? '', /a1b2/)
      assert.equal(page.querySelector('main a')?.getAttribute('href'), '/')
      // The policy of the page allows neither.
      assert.equal(/<script|style=|<style/.test(text), false)
    })
  }
}

test('the two languages differ', () => {
  const pages = statuses.flatMap(status => [
    errorPage(status, { correlationId: '', locale: 'en' }),
    errorPage(status, { correlationId: '', locale: 'de' })
  ])
  for (let index = 0; index < pages.length; index += 2)
    assert.notEqual(pages[index], pages[index + 1])
})
