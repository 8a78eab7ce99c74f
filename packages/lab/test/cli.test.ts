import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { createScreen } from '../src/cli/screen.ts'
import { readStartOptions } from '../src/cli/start-options.ts'
import { age, table } from '../src/cli/table.ts'
import { programs } from '../src/runtime/programs.ts'
import { createStubs, root, startLab, until } from './stub-lab.ts'

const context = { env: {}, programs }

test('starts on port 8080 in .lab unless told otherwise', () => {
  assert.deepEqual(readStartOptions([], context), {
    help: false,
    home: join(root, '.lab'),
    port: 8080,
    instances: {},
    inspect: {},
    rateLimit: 6_000,
    discovery: 'consul',
    discoveryOf: {},
    fresh: false,
    detach: false,
    watch: false
  })
})

test('reads lists of instances and of debuggers', () => {
  const argv = [
    '--instances',
    'cart=2,web=3',
    '--instances=billing=0',
    '--inspect',
    'cart-1,web-2=9300'
  ]
  const { instances, inspect } = readStartOptions(argv, context)
  assert.deepEqual(instances, { cart: 2, web: 3, billing: 0 })
  assert.deepEqual(inspect, { 'cart-1': 9_229, 'web-2': 9_300 })
})

test('takes the way to discover from --discovery, else from DISCOVERY', () => {
  const env = { DISCOVERY: 'file' }
  assert.equal(readStartOptions([], { ...context, env }).discovery, 'file')
  assert.equal(readStartOptions(['--discovery', 'dns'], { ...context, env }).discovery, 'dns')
})

test('takes a way to discover for one service', () => {
  const argv = ['--discovery', 'dns,web=file', '--discovery=cart=consul']
  const { discovery, discoveryOf } = readStartOptions(argv, context)
  assert.deepEqual([discovery, discoveryOf], ['dns', { web: 'file', cart: 'consul' }])
})

test('takes the folder from --data, else from MICROZON_HOME', () => {
  const env = { MICROZON_HOME: '/tmp/one' }
  assert.equal(readStartOptions([], { ...context, env }).home, '/tmp/one')
  assert.equal(readStartOptions(['--data', '/tmp/two'], { ...context, env }).home, '/tmp/two')
})

test('refuses what it does not know in one sentence with exit code 2', () => {
  for (const [argv, sentence] of [
    [
      ['--prot', '1'],
      /^There is no option --prot: did you mean --port\? See npm start -- --help\.$/
    ],
    [['shop'], /^Unexpected argument 'shop'\. See/],
    [['--port'], /^--port needs a value\. See/],
    [['--port', '99999'], /^--port must be a whole number from 0 to 65535, not "99999"\. See/],
    [['--port', '-1'], /^--port needs a value\. See/],
    [
      ['--rate-limit', '0'],
      /^--rate-limit must be a whole number from 1 to 10000000, not "0"\. See/
    ],
    [
      ['--instances', 'cat=2'],
      /^--instances takes such as cart=2 of edge, web, .*, not "cat=2"\. See/
    ],
    [['--instances', 'cart'], /^--instances takes such as cart=2/],
    [
      ['--instances', 'edge=2'],
      /^--instances edge must be a whole number from 0 to 1, not "2"\. See/
    ],
    [['--discovery', 'eureka'], /^--discovery takes consul, dns or file, not "eureka"\. See/],
    [['--discovery', 'web=dn'], /^--discovery takes consul, dns or file, not "dn"\. See/],
    [['--discovery', 'wbe=dns'], /^--discovery takes such as web=dns of a service, not "wbe=dns"/],
    [['--inspect', 'cart'], /^--inspect takes an instance such as cart-1/],
    [['--inspect', 'cart-1=80'], /^--inspect must be a whole number from 1024/],
    [['--inspect', 'cart-1=9230,web-1'], /^--inspect gives port 9230 to cart-1 and to web-1\. See/]
  ] as const) {
    assert.throws(
      () => readStartOptions(argv, context),
      { name: 'Failure', exitCode: 2, message: sentence },
      argv.join(' ')
    )
  }
})

test('every verb explains itself, and mistakes end with exit code 2', t => {
  const { home } = createStubs(t)
  const lab = (...args: readonly string[]): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, [join(root, 'packages', 'lab', 'src', 'lab.ts'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, MICROZON_HOME: home }
    })
  const overview = String(lab().stdout)
  const verbs = 'status scale stop kill external load logs trace down reset'.split(' ')
  for (const verb of verbs) {
    assert.match(overview, new RegExp(`^  ${verb} `, 'm'))
    const { stdout, status } = lab(verb, '--help')
    assert.ok(String(stdout).startsWith(`npm run lab -- ${verb}`))
    assert.equal(status, 0)
  }
  assert.equal(
    lab('stauts').stderr,
    'There is no verb "stauts": did you mean status? See npm run lab -- help.\n'
  )
  assert.equal(lab('stauts').status, 2)
  assert.equal(lab('scale', 'cart').status, 2)
  const early = lab('--data', home, 'status')
  assert.equal(early.stderr, 'The verb comes first. See npm run lab -- help.\n')
  assert.equal(lab('status', '--jsn').status, 2)
  const belowZero = lab('scale', 'cart', '-1')
  assert.match(
    String(belowZero.stderr),
    /^No number may be below zero\. See npm run lab -- help scale\.$/m
  )
  assert.equal(belowZero.status, 2)
  const unknownLevel = lab('logs', '--level', 'loud')
  assert.match(String(unknownLevel.stderr), /^--level must be one of trace, .*, not "loud"\. See/)
  assert.equal(unknownLevel.status, 2)
  const notRunning = lab('status')
  assert.equal(notRunning.status, 1)
  assert.equal(notRunning.stderr, `No lab is running in ${home}: start it with npm start.\n`)
  assert.equal(lab('down').status, 0)
})

test('a service is restarted when one of its files changes, the others are not', async t => {
  const stubs = createStubs(t)
  const { client } = await startLab(stubs, { watch: true })
  const pids = async (): Promise<Readonly<Record<string, number | null>>> =>
    Object.fromEntries((await client.status()).instances.map(({ id, pid }) => [id, pid]))
  const before = await pids()
  const cart = stubs.programs.find(({ service }) => service === 'cart')
  appendFileSync(cart?.entry ?? '', '\n// changed\n')
  await until('cart-1 is another process and ready', async () => {
    const { instances } = await client.status()
    const now = instances.find(({ id }) => id === 'cart-1')
    return now?.state === 'ready' && now.pid !== before['cart-1']
  })
  const after = await pids()
  assert.equal(after['web-1'], before['web-1'])
  assert.equal((await client.status()).instances[1]?.restarts, 0)
})

test('what takes less than a second is not shown, and a reader may go away', async t => {
  const written: string[] = []
  const stream = (): Writable =>
    new Writable({
      write(chunk, _encoding, done) {
        written.push(String(chunk))
        done(Object.assign(new Error('closed'), { code: 'EPIPE' }))
      }
    })
  const screen = createScreen({ out: stream(), errors: stream() })
  t.after(screen.close)
  screen.progress('starting')
  screen.print('ready')
  screen.print('still here')
  await until('all was written', () => written.length > 0)
  assert.equal(written.join('').includes('starting'), false)
})

test('tables are as wide as they must be', () => {
  const rows = [
    { NAME: 'a', COUNT: '1' },
    { NAME: 'longer', COUNT: '1000' }
  ]
  assert.equal(
    table(rows, { columns: ['NAME', 'COUNT'], right: ['COUNT'] }),
    'NAME    COUNT\na           1\nlonger   1000'
  )
  assert.deepEqual([0, 59_000, 61_000, 3_720_000].map(age), ['0s', '59s', '1m 1s', '1h 2m'])
})
