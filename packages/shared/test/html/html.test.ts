import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NodeType, parse, type HTMLElement, type Node } from 'node-html-parser'
import { html, raw, renderHtml, type Html, type HtmlValue } from '../../src/html/index.ts'

/** Whatever people type, with much of what could break out of where it stands. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom(
      ...'<>"\'`&;/=! \n\t-#xab\\${}'.split(''),
      '<!--',
      '-->',
      ']]>',
      '&lt;',
      '&#60;'
    ),
    maxLength: 20
  }),
  fc.constantFrom(
    '"><script>alert(1)</script>',
    "' onfocus='alert(1)' x='",
    '" autofocus onfocus="alert(1)',
    '</textarea></title></style></script><img src=x onerror=alert(1)>',
    '<!--',
    '<![CDATA[',
    '&amp;lt;b&amp;gt;',
    '${alert(1)}'
  )
)

/** An element as it should come out: text stands for itself, everything else is markup. */
type Tree = { readonly tag: string; readonly title: string; readonly inner: readonly Part[] }
type Part = string | Tree

const { tree } = fc.letrec<{ tree: Tree; part: Part }>(tie => ({
  tree: fc.record({
    // Those that may hold each other: a parser closes no other one by itself.
    tag: fc.constantFrom('div', 'section', 'article', 'main'),
    title: text,
    inner: fc.array(tie('part'), { maxLength: 4 })
  }),
  part: fc.oneof({ maxDepth: 3 }, text, tie('tree'))
}))

function write({ tag, title, inner }: Tree): Html {
  const parts = inner.map(part => (typeof part === 'string' ? part : write(part)))
  return html`<${raw(tag)} title="${title}" lang="en">${parts}</${raw(tag)}>`
}

/** What a parser sees: the text nodes that touch are one. */
function read(node: HTMLElement): Tree {
  const { title = '', ...others } = node.attributes
  assert.deepEqual(others, { lang: 'en' })
  return { tag: node.rawTagName, title, inner: joined(node.childNodes.map(readPart)) }
}

function readPart(node: Node): Part {
  if (node.nodeType === NodeType.TEXT_NODE) return node.text
  assert.equal(node.nodeType, NodeType.ELEMENT_NODE)
  return read(node as HTMLElement)
}

function joined(parts: readonly Part[]): readonly Part[] {
  const all: Part[] = []
  for (const part of parts) {
    const last = all.at(-1)
    if (typeof part === 'string' && typeof last === 'string') all[all.length - 1] = last + part
    else if (part !== '') all.push(part)
  }
  return all
}

function expected({ tag, title, inner }: Tree): Tree {
  const parts = inner.map(part => (typeof part === 'string' ? part : expected(part)))
  return { tag, title, inner: joined(parts) }
}

test('a document has the elements, attributes and texts of its template, whatever the texts', () => {
  fc.assert(
    fc.property(tree, wanted => {
      const { childNodes } = parse(renderHtml(write(wanted)), { comment: true })
      assert.equal(childNodes.length, 1)
      assert.deepEqual(read(childNodes[0] as HTMLElement), expected(wanted))
    }),
    { numRuns: 300 }
  )
})

/** Takes the escapes of one round back, and fails on whatever should have been escaped. */
function unescaped(escaped: string): string {
  assert.doesNotMatch(escaped, /[<>"'`]|&(?!(?:amp|lt|gt|quot|#39|#96);)/)
  const names = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`' }
  return escaped.replace(/&([^;]+);/g, (_, name) => names[name as keyof typeof names])
}

test('a text is escaped once, wherever it stands and however deep', () => {
  const positions: readonly ((value: HtmlValue) => Html)[] = [
    value => html`${value}`,
    value => html`${html`${value}`}`,
    value => html`${[value]}`,
    value => html`${[[], [[value]]]}`,
    value => html`${[html`${[html`${value}`]}`]}`
  ]
  fc.assert(
    fc.property(text, fc.constantFrom(...positions), (value, put) => {
      assert.equal(unescaped(renderHtml(put(value))), value)
    })
  )
})

test('what a template writes itself is markup and is left as it is', () => {
  assert.equal(renderHtml(html`<p class="a">&amp; "b"</p>`), '<p class="a">&amp; "b"</p>')
  assert.equal(renderHtml(html`${raw('<br>')}${raw('&amp;')}`), '<br>&amp;')
})

test('false, null and undefined print nothing, and so does an empty list', () => {
  for (const nothing of [false, null, undefined, [], [[], null], ''] as const) {
    assert.equal(renderHtml(html`<p>${nothing}</p>`), '<p></p>')
  }
})

test('a list prints its parts one after the other, with nothing between', () => {
  const list: HtmlValue = ['<', html`<b>b</b>`, [1, [false, '&']], null]
  assert.equal(renderHtml(html`${list}`), '&lt;<b>b</b>1&amp;')
})

test('a number prints as one, zero and what is none included', () => {
  const numbers = [0, -0, -1.5, 1e21, Number.NaN, Number.NEGATIVE_INFINITY]
  assert.deepEqual(
    numbers.map(number => renderHtml(html`${number}`)),
    ['0', '0', '-1.5', '1e+21', 'NaN', '-Infinity']
  )
})

test('what is no value of a template throws instead of printing itself', () => {
  const wrong: readonly unknown[] = [
    true,
    {},
    { toString: () => '<b>' },
    new Date(0),
    10n,
    Symbol('x'),
    () => '<b>',
    new Map([['a', 'b']]),
    Promise.resolve('<b>'),
    Object('<b>'),
    [['fine', {}]]
  ]
  for (const value of wrong) assert.throws(() => html`${value as HtmlValue}`, TypeError)
})

test('nothing that came as JSON is taken for markup', () => {
  const [key] = Object.getOwnPropertySymbols(raw('<b>'))
  const forged: unknown[] = [
    ...['markup', 'Symbol(markup)', String(key)].map(name => ({ [name]: '<script>' })),
    { [Symbol('markup')]: '<script>' },
    { [Symbol.for('markup')]: '<script>' },
    JSON.parse(JSON.stringify(raw('<script>'))) as unknown
  ]
  for (const value of forged) assert.throws(() => html`${value as HtmlValue}`, TypeError)
})
