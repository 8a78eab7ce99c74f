import { plainPage, renderHtml } from '@microzon/shared/html'
import assert from 'node:assert/strict'
import { test } from 'node:test'

const told = {
  title: 'The shop does not answer',
  what: 'It cannot be reached.',
  next: 'Try again.',
  correlationId: '463ac35c9f6413ad48485a3953bb6124',
  locale: 'en'
} as const

test('a plain page tells what happened, what to do, the id and the way back', () => {
  const text = renderHtml(plainPage(told))
  for (const part of [told.title, told.what, told.next, told.correlationId, 'href="/"']) {
    assert.ok(text.includes(part), part)
  }
})

test('a plain page speaks the language of its reader', () => {
  assert.match(renderHtml(plainPage({ ...told, locale: 'de' })), /<html lang="de">[^]*Zurück/)
})

test('a plain page escapes what it is told, and has no inline script or style', () => {
  const hostile = '"><script>alert(1)</script>'
  const page = plainPage({ ...told, title: hostile, what: hostile, correlationId: hostile })
  assert.doesNotMatch(renderHtml(page), /<script|style=|<style|\son\w+=/)
})
