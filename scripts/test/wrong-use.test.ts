import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'

/** What a script says when it is called so, from the root of the checkout. */
function call(words: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, [...words], { timeout: 30_000 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['npm test', ['scripts/test.ts', '--nope'], /^Unknown option '--nope'\./],
  ['npm test', ['scripts/test.ts', 'no-such-test'], /^No test's path holds no-such-test\./],
  [
    'npm test',
    ['scripts/test.ts', '--junit', 'no/such/folder/a.xml'],
    /a\.xml cannot be written\./
  ],
  ['npm run e2e', ['e2e/main.ts', '--nope'], /^Unknown option '--nope'\./],
  ['npm run e2e', ['e2e/main.ts', '--target', 'moon'], /^--target must be lab or compose\./],
  ['npm run bench', ['bench/main.ts', '--fast'], /^Unknown option '--fast'\./],
  ['npm run bench', ['bench/main.ts', 'nope'], /^There is nothing called "nope"\./],
  ['npm run screenshots', ['scripts/screenshots.ts', '--nope'], /^Unknown option '--nope'\./]
]

for (const [command, words, sentence] of wrong) {
  test(`${words.join(' ')} is refused in one sentence, and nothing is begun`, async () => {
    const { code, stdout, stderr } = await call(words)
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, sentence)
    assert.match(stderr, new RegExp(`^[^\\n]+ See ${command} -- --help\\.\\n$`))
  })
}

for (const script of [
  'scripts/test.ts',
  'e2e/main.ts',
  'bench/main.ts',
  'scripts/screenshots.ts'
]) {
  test(`${script} --help tells how it is called`, async () => {
    const { code, stdout } = await call([script, '--help'])
    assert.equal(code, 0)
    assert.match(stdout, /^npm /)
  })
}
