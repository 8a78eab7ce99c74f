import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { flagsOf, readArguments } from '../src/populate/arguments.ts'
import { populateCompose } from '../src/populate/in-compose.ts'
import { linesOf, type SourceLine } from '../src/populate/lines.ts'
import { createProductApi } from '../src/populate/product-api.ts'
import { createProgress } from '../src/populate/progress.ts'

const program = fileURLToPath(new URL('../src/populate.ts', import.meta.url))

type Asked = {
  readonly method: string
  readonly url: string
  readonly token: string
  readonly lines: readonly string[]
}
type Answer = { readonly status: number; readonly body: unknown }

/** As long as the shop's own. */
const staff = 'a token of the staff'

test('loads files, tells bad lines of both sides by number, and ends with 1', async t => {
  const lines = ['{"name":"a"}', 'bad', '', '{"name":"b"}', 'x'.repeat(70_000), 'bad']
  const file = await fileOf(t, lines.join('\n'))
  const service = await serve(t, takeAll)
  const { code, stderr, stdout } = await populate([file, '--url', service.url], { token: staff })
  assert.equal(code, 1)
  assert.deepEqual(stderr.trim().split('\n').toSorted(), [
    'products.ndjson:2: the line is not JSON',
    'products.ndjson:5: the line is longer than 65536 bytes',
    'products.ndjson:6: the line is not JSON'
  ])
  assert.match(stdout, /^Products: 2 made, 0 updated, 3 bad lines; /)
  assert.deepEqual(service.asked, [
    {
      method: 'POST',
      url: '/products/bulk?stock=false',
      token: `Bearer ${staff}`,
      lines: ['{"name":"a"}', 'bad', '{"name":"b"}', 'bad']
    }
  ])
})

test('sends a thousand at a time, sets the stock when told, and ends with 0', async t => {
  const file = await fileOf(t, '{"name":"a"}\n'.repeat(2_500))
  const service = await serve(t, takeAll)
  const { code, stdout } = await populate([file, file, '--stock', '--json', '--url', service.url])
  assert.equal(code, 0)
  const result = JSON.parse(stdout) as Record<string, unknown>
  assert.deepEqual([result['created'], result['failed'], result['errors']], [5_000, 0, []])
  assert.ok(service.asked.every(({ url }) => url === '/products/bulk?stock=true'))
  assert.deepEqual(
    service.asked.map(({ lines }) => lines.length),
    [1_000, 1_000, 1_000, 1_000, 1_000]
  )
})

test('makes products up, the same ones for the same seed', async t => {
  const run = async (seed: string): Promise<readonly string[]> => {
    const service = await serve(t, takeAll)
    const { code } = await populate(['--generate', '1500', '--seed', seed, '--url', service.url])
    assert.equal(code, 0)
    return service.asked.flatMap(({ lines }) => lines)
  }
  const [first, again, other] = await Promise.all([run('1'), run('1'), run('2')])
  assert.equal(new Set(first).size, 1_500)
  assert.deepEqual(first, again)
  assert.notDeepEqual(first, other)
})

test('fills an empty catalogue with products of all kinds in turn', async t => {
  const service = await serve(t, takeAll)
  const { code } = await populate(['--all-if-empty', '--url', service.url])
  assert.equal(code, 0)
  const [count, ...loads] = service.asked
  assert.equal(count?.url, '/products?limit=1')
  const products = loads
    .flatMap(({ lines }) => lines)
    .map(line => JSON.parse(line) as { readonly categories: readonly [string] })
  assert.ok(products.length >= 300)
  const firsts = products.slice(0, 5).map(({ categories: [path] }) => path.split('/')[0])
  assert.equal(new Set(firsts).size, 5)
})

test('leaves a catalogue alone that has products', async t => {
  const service = await serve(t, () => ({ status: 200, body: { products: [], total: 7 } }))
  const { code, stdout } = await populate(['--all-if-empty', '--url', service.url])
  assert.deepEqual([code, stdout], [0, 'The catalogue has 7 products already.\n'])
  assert.equal(service.asked.length, 1)
})

test('tries again while the service is away for a moment', async t => {
  const file = await fileOf(t, '{"name":"a"}')
  let times = 0
  const service = await serve(t, asked => {
    times += 1
    return times < 3 ? { status: 503, body: {} } : takeAll(asked)
  })
  const { code } = await populate([file, '--url', service.url])
  assert.deepEqual([code, times], [0, 3])
})

test('refuses arguments that make no sense, with one sentence', () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^Name files, or use --generate/],
    [['a.ndjson', '--generate', '5'], /^Name files, or use --generate/],
    [['--generate', '0'], /^--generate needs a whole number/],
    [['--generate', '5', '--seed', 'x'], /^--seed needs a whole number/],
    [['a.ndjson', '--url', 'nowhere'], /^--url needs an address/],
    [['a.ndjson', '--target', 'moon'], /^--target must be lab or compose/],
    [['a.ndjson', '--target', 'compose', '--url', 'http://a'], /^--url and --data belong/],
    [['a.ndjson', '--nope'], /^Unknown option '--nope'\. See npm run populate -- --help\.$/]
  ]
  for (const [argv, message] of cases) {
    assert.throws(() => readArguments(argv), { exitCode: 2, message })
  }
})

test('a service that refuses, or is none, is told in one sentence and asked once', async t => {
  const answers: readonly (readonly [Answer, RegExp])[] = [
    [{ status: 403, body: { code: 'CALLER_NOT_ALLOWED' } }, /does not accept the staff token/],
    [{ status: 200, body: [] }, /does not belong to a product service/],
    [{ status: 500, body: { code: 'INTERNAL' } }, /refuses: status 500 \(INTERNAL\)/]
  ]
  for (const [answer, message] of answers) {
    const { url, asked } = await serve(t, () => answer)
    const api = createProductApi({ url, staffToken: 'staff' })
    await assert.rejects(api.count(), { exitCode: 2, message })
    assert.equal(asked.length, 1)
  }
})

test('ends with 2 when there is no such file', async () => {
  const { code, stdout, stderr } = await populate([join(tmpdir(), 'no-such-file')])
  assert.deepEqual([code, stdout], [2, ''])
  assert.match(stderr, /^There is no file .*\n$/)
})

test('ends with 2 when a folder is named, before anything is sent', async t => {
  const file = await fileOf(t, '{"name":"a"}')
  const service = await serve(t, takeAll)
  const { code, stderr } = await populate([file, tmpdir(), '--url', service.url])
  assert.deepEqual([code, service.asked.length], [2, 0])
  assert.equal(stderr, `${tmpdir()} is a folder: name a file.\n`)
})

test('finds the service in the Consul that is named', async t => {
  const service = await serve(t, takeAll)
  const { hostname, port } = new URL(service.url)
  const found = [{ Service: { Address: hostname, Port: Number(port) } }]
  const consul = await serve(t, () => ({ status: 200, body: found }))
  const file = await fileOf(t, '{"name":"a"}')
  const { code } = await populate([file], { consul: consul.url })
  assert.equal(code, 0)
  assert.equal(consul.asked[0]?.url, '/v1/health/service/product?passing=true')
  assert.equal(service.asked.length, 1)
})

test('what a container is told means the same there', () => {
  for (const argv of [
    ['--generate', '7', '--seed', '3', '--json'],
    ['--all-if-empty'],
    ['a.ndjson', '--stock']
  ]) {
    const given = readArguments([...argv, '--target', 'compose'])
    const again = readArguments([...flagsOf(given), ...given.files])
    assert.deepEqual({ ...again, target: 'compose' }, given)
  }
})

/** Stands in for docker: says that a container runs, then tells what it was asked to run. */
function fakeDocker(running: string): readonly string[] {
  const script = `const [, verb, ...words] = process.argv.slice(1)
    if (verb === 'ps') process.stdout.write(${JSON.stringify(running)})
    else process.exit(words.at(-1) === '/in/2/b.ndjson' && words.includes('seed') ? 7 : 9)`
  return [process.execPath, '-e', script, '--']
}

test('a container of the compose system loads the files, and its exit code is ours', async t => {
  const a = await fileOf(t, '{"name":"a"}')
  const b = join(dirname(a), 'b.ndjson')
  await writeFile(b, '{"name":"b"}')
  const files = [a, b].map(path => ({ given: path, path }))
  const options = { root: tmpdir(), files, flags: ['--stock'] }
  assert.equal(await populateCompose({ ...options, docker: fakeDocker('an id') }), 7)
  const away = populateCompose({ ...options, docker: fakeDocker('') })
  await assert.rejects(away, { exitCode: 2, message: /does not run: start it with docker compose/ })
  const none = populateCompose({ ...options, docker: ['no-such-docker'] })
  await assert.rejects(none, { exitCode: 2, message: /There is no docker on this machine/ })
  await chmod(b, 0o600)
  await assert.rejects(populateCompose(options), { exitCode: 2, message: /chmod o\+r it/ })
})

test('tells how to help itself', async () => {
  const { code, stdout } = await populate(['--help'])
  assert.equal(code, 0)
  assert.match(stdout, /--all-if-empty/)
})

test('reads lines however they end, and names a file that cannot be read', async t => {
  const file = await fileOf(t, Buffer.from('\ufeff{"a":1}\r\n\n \n{"b":2}\n\u00ff', 'utf8'))
  const bytes = await fileOf(t, Buffer.from([0x61, 0x0a, 0xff]))
  assert.deepEqual(await allOf(file), [
    { source: 'products.ndjson', line: 1, text: '{"a":1}\r' },
    { source: 'products.ndjson', line: 4, text: '{"b":2}' },
    { source: 'products.ndjson', line: 5, text: '\u00ff' }
  ])
  assert.deepEqual((await allOf(bytes))[1], {
    source: 'products.ndjson',
    line: 2,
    message: 'the line is not UTF-8'
  })
  await assert.rejects(allOf(join(file, 'none')), { exitCode: 2 })
})

test('tells the rate once a second where there is no terminal', () => {
  let now = 0
  let written = ''
  const output = { write: (line: string) => (written += line) }
  const progress = createProgress({ output, clock: () => now, total: 5_000 })
  for (; now <= 2_000; now += 250) progress.tell({ created: now * 2, updated: 0, failed: 0 })
  progress.note('a bad line')
  progress.end()
  assert.deepEqual(written.split('\n'), [
    '2,000 of 5,000 products, 2,000 a second',
    '4,000 of 5,000 products, 2,000 a second',
    'a bad line',
    ''
  ])
})

async function allOf(file: string): Promise<readonly SourceLine[]> {
  const lines: SourceLine[] = []
  for await (const line of linesOf(file)) lines.push(line)
  return lines
}

/** As the product service answers: `bad` is no product. */
function takeAll({ url, lines }: Asked): Answer {
  if (url.startsWith('/products?')) return { status: 200, body: { products: [], total: 0 } }
  const bad = lines.flatMap((line, index) => (line === 'bad' ? [index + 1] : []))
  const errors = bad.map(line => ({ line, message: 'the line is not JSON' }))
  const created = lines.length - bad.length
  return { status: 200, body: { created, updated: 0, failed: bad.length, errors } }
}

async function serve(
  t: TestContext,
  answer: (asked: Asked) => Answer
): Promise<{ readonly url: string; readonly asked: readonly Asked[] }> {
  const asked: Asked[] = []
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request
    const body = await text(request)
    const lines = body === '' ? [] : body.split('\n')
    const given = { method, url, token: headers.authorization ?? '', lines }
    asked.push(given)
    const { status, body: told } = answer(given)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(told))
  }
  const server = createServer((request, response) => void handle(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

async function fileOf(t: TestContext, content: string | Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'microzon-populate-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'products.ndjson')
  await writeFile(file, content)
  return file
}

async function populate(
  argv: readonly string[],
  { token = staff, consul }: { readonly token?: string; readonly consul?: string } = {}
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { CONSUL_HTTP_ADDR: _, INIT_CWD: __, ...inherited } = process.env
  const env = { ...inherited, STAFF_TOKEN: token, ...(consul && { CONSUL_HTTP_ADDR: consul }) }
  const child = spawn(process.execPath, [program, ...argv], {
    env,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>
  ])
  return { code, stdout, stderr }
}
