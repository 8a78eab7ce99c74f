import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { enableCompileCache, getCompileCacheDir } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { compileOnce } from '../src/launch/compile-once.ts'
import { compileCacheOf } from '../src/runtime/environment.ts'

// A process has one compile cache for its life, which it may have been told: so these tests have one
// checkout, and take the mark away themselves.
const root = mkdtempSync(join(tmpdir(), 'microzon-compile-'))
enableCompileCache(compileCacheOf(root))
const cache = getCompileCacheDir() ?? ''
const mark = join(cache, 'compiled')
after(() => rmSync(root, { recursive: true, force: true }))

test('loads every module once, and again when other packages were installed', async t => {
  const loaded = makeCheckout(t)
  assert.deepEqual(await compile(), ['compiling the programs'])
  assert.ok(existsSync(loaded) && existsSync(mark))
  rmSync(loaded)
  assert.deepEqual(await compile(), [])
  assert.equal(existsSync(loaded), false)
  writeFileSync(join(root, 'node_modules', '.microzon-lock'), 'others')
  assert.deepEqual(await compile(), ['compiling the programs'])
  assert.ok(existsSync(loaded))
})

test('what cannot be loaded holds up no start, and is tried again at the next', async t => {
  makeCheckout(t)
  writeFileSync(join(root, 'services', 'cart', 'src', 'broken.ts'), 'const x: = (')
  assert.deepEqual(await compile(), ['compiling the programs'])
  assert.deepEqual(await compile(), ['compiling the programs'])
})

test('is given up with the start', async t => {
  makeCheckout(t)
  writeFileSync(join(root, 'services', 'cart', 'src', 'endless.ts'), 'for (;;);')
  const stopping = new AbortController()
  const compiled = compile(stopping.signal)
  stopping.abort()
  await compiled
  assert.equal(existsSync(mark), false)
})

async function compile(signal = new AbortController().signal): Promise<readonly string[]> {
  const told: string[] = []
  await compileOnce({ root, signal, onProgress: text => void told.push(text) })
  return told
}

/** With one module of a service; answers the file that it writes when it is loaded. */
function makeCheckout(t: TestContext): string {
  t.after(() => {
    for (const name of ['services', 'node_modules', '.runtime'])
      rmSync(join(root, name), { recursive: true, force: true })
    rmSync(mark, { force: true })
  })
  const folder = join(root, 'services', 'cart', 'src')
  const loaded = join(root, 'services', 'loaded')
  mkdirSync(folder, { recursive: true })
  mkdirSync(cache, { recursive: true })
  mkdirSync(join(root, 'node_modules'))
  const text = `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(loaded)}, '')\n`
  writeFileSync(join(folder, 'app.ts'), text)
  writeFileSync(join(folder, 'main.ts'), 'throw new Error("it would run")\n')
  return loaded
}
