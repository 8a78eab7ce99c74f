import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { readStyleSheet, styleFiles, stylesFolder } from '../src/routes/style-sheet.ts'

test('every file of the folder of styles is joined, and once', async () => {
  assert.deepEqual(styleFiles.toSorted(), (await readdir(stylesFolder)).toSorted())
})

test('every file is whole: its blocks, texts and comments end in it', async () => {
  for (const name of styleFiles) {
    const text = await readFile(new URL(name, stylesFolder), 'utf8')
    assert.ok(statementsOf(text).length > 0, name)
    assert.match(text, /\n$/, name)
  }
})

test('the layers are named first and follow one another so, with every rule in one', async () => {
  const [order = '', ...blocks] = statementsOf((await readStyleSheet()).toString())
  const named = namesIn(order)
  assert.ok(named.includes('reset') && named.includes('pages'), order)
  assert.deepEqual([...new Set(blocks.flatMap(namesIn))], named)
})

test('a sheet that does not end, or ends too often, is none', () => {
  assert.deepEqual(statementsOf('@layer a, b;\n@layer a { p { color: red } }'), [
    '@layer a, b',
    '@layer a'
  ])
  assert.deepEqual(statementsOf('p::before { content: "}{" } /* { */'), ['p::before'])
  for (const broken of ['p { color: red', 'p { } }', 'p { content: "x }', '/* p { }', 'p']) {
    assert.throws(() => statementsOf(broken), broken)
  }
})

/** What stands before each block or semicolon that is in no other block. Throws where one does not end. */
function statementsOf(css: string): readonly string[] {
  const text = css.replaceAll(/\/\*[^]*?\*\/|(["'])(?:\\[^]|(?!\1)[^\\\n])*\1/g, '')
  const statements: string[] = []
  let depth = 0
  let before = ''
  for (const character of text) {
    const endsHere = depth === 0 && (character === '{' || character === ';')
    if (endsHere) statements.push(before.trim())
    if (character === '{') depth++
    if (character === '}') depth--
    assert.ok(depth >= 0, 'a block ends that has not begun')
    before = endsHere || depth > 0 || character === '}' ? '' : before + character
  }
  assert.equal(depth, 0, 'a block does not end')
  assert.equal(before.trim(), '', 'a statement does not end')
  assert.doesNotMatch(text, /["']|\/\*/, 'a text or a comment does not end')
  return statements
}

function namesIn(statement: string): readonly string[] {
  const names = /^@layer ([\w, ]+)$/.exec(statement)?.[1]
  assert.ok(names !== undefined, `not a layer: ${statement}`)
  return names.split(', ')
}
