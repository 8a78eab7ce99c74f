import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { styleFiles, stylesheet, stylesFolder } from '../src/telemetry/routes/stylesheet.ts'

test('every file of the folder of styles is joined, and once', () => {
  assert.deepEqual(styleFiles.toSorted(), readdirSync(stylesFolder).toSorted())
})

test('the sheet names its layers first and has every rule in one of them', () => {
  const [order, ...blocks] = stylesheet.text.split('\n').filter(line => /^[^\s}]/.test(line))
  assert.equal(order, '@layer tokens, base, parts;')
  assert.deepEqual([...new Set(blocks)], ['@layer tokens {', '@layer base {', '@layer parts {'])
})
