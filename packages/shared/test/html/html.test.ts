import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse } from 'node-html-parser'
import { html, raw, renderHtml, type HtmlValue } from '../../src/html/index.ts'

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '` onload=`alert(1)',
    '</textarea></title></style>-->',
    '<!--',
    ']]>',
    '&lt;script&gt;',
    '&#60;b&#62;',
    '\u0000<b>',
    '${1+1}',
    '\u2028<svg/onload=alert(1)>'
  ),
  fc.string({ maxLength: 30 }).map(text => `"'\`><x y=${text}>&amp;`)
)

test('whatever text is given is text, and the markup around it stays as it is', () => {
  fc.assert(
    fc.property(hostile, hostile, (inText, inAttribute) => {
      const page = renderHtml(html`<p class="a" title="${inAttribute}">${inText}</p>`)
      const [, attribute, text] = /^<p class="a" title="([^"<>]*)">([^<>]*)<\/p>$/s.exec(page) ?? []
      assert.ok(attribute !== undefined && text !== undefined, page)
      assert.doesNotMatch(page, /&(?!(amp|lt|gt|quot|#39|#96);)/)
      const root = parse(page, { comment: true })
      assert.equal(root.childNodes.length, 1)
      const [element] = root.querySelectorAll('*')
      assert.equal(root.querySelectorAll('*').length, 1)
      assert.deepEqual(Object.keys(element?.attributes ?? {}), ['class', 'title'])
      assert.deepEqual([decoded(text), decoded(attribute)], [inText, inAttribute])
    }),
    { numRuns: 500 }
  )
})

test('text in lists and in markup of its own is text too, however deep', () => {
  const value: fc.Arbitrary<HtmlValue> = fc.letrec<{ value: HtmlValue }>(tie => ({
    value: fc.oneof(
      { maxDepth: 4 },
      hostile,
      fc.constantFrom(null, undefined, false as const, 7),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('value').map(inner => html`<b>${inner}</b>`)
    )
  })).value
  fc.assert(
    fc.property(value, given => {
      const tags = renderHtml(html`${given}`).match(/<[^>]*>/g) ?? []
      assert.deepEqual(
        tags.filter(tag => tag !== '<b>' && tag !== '</b>'),
        []
      )
    })
  )
})

test('markup passes as it is, nothing prints nothing, and anything else is an error', () => {
  assert.equal(
    renderHtml(html`<i>${raw('<b>&</b>')}${null}${undefined}${false}</i>`),
    '<i><b>&</b></i>'
  )
  for (const wrong of [true, {}, { toString: () => '<b>' }, Symbol('x'), () => '<b>', new Date()]) {
    assert.throws(() => html`${wrong as never}`, TypeError)
  }
})

function decoded(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    ...{ '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#96;': '`', '&amp;': '&' }
  }
  return text.replaceAll(/&(?:lt|gt|quot|#39|#96|amp);/g, entity => entities[entity] ?? '')
}
