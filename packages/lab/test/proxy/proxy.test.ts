import assert from 'node:assert/strict'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { heldBytesMax } from '../../src/proxy/flow.ts'
import { openWay, type Way } from '../../src/proxy/way.ts'
import { until } from '../stub-lab.ts'

test('passes bytes both ways, and the end of a side, without a fault', async t => {
  const { way } = await echo(t)
  const caller = dial(t, way)
  caller.socket.end('hello')
  await caller.closed
  assert.equal(caller.text(), 'hello')
})

test('delays answers on a connection that exists, and no longer once it is healed', async t => {
  const { way } = await echo(t)
  const caller = dial(t, way)
  await caller.say('a')
  way.setFault({ kind: 'latency', ms: 150, jitterMs: 0 })
  const startedAt = performance.now()
  await caller.say('b')
  assert.ok(performance.now() - startedAt >= 149)
  way.setFault({ kind: 'latency', ms: 60_000, jitterMs: 0 })
  caller.socket.write('c')
  await until('it waits in the proxy', () => way.view().held === 1)
  way.setFault({ kind: 'none' })
  await until('it is let go', () => caller.text() === 'abc')
})

test('keeps the order of what it delays at random', async t => {
  const { way } = await echo(t)
  way.setFault({ kind: 'latency', ms: 1, jitterMs: 20 })
  const caller = dial(t, way)
  const said = Array.from({ length: 50 }, (_unused, index) => `${index},`)
  for (const word of said) caller.socket.write(word)
  await until('all is there', () => caller.text() === said.join(''))
})

test('forwards nothing while it hangs, on old and new connections, and all once healed', async t => {
  const { way, received } = await echo(t)
  const old = dial(t, way)
  await old.say('a')
  way.setFault({ kind: 'hang' })
  old.socket.write('b')
  const later = dial(t, way)
  later.socket.write('x')
  await until('both wait', () => way.view().held === 2)
  assert.equal(received(), 'a')
  way.setFault({ kind: 'none' })
  await until('old goes on', () => old.text() === 'ab')
  await until('new goes on', () => later.text() === 'x')
})

test('a caller that gives up while it hangs holds no place', async t => {
  const { way } = await echo(t)
  way.setFault({ kind: 'hang' })
  const caller = dial(t, way)
  caller.socket.write('a')
  await until('it is there', () => way.view().held === 1)
  caller.socket.destroy()
  await until('its place is free', () => way.view().connections === 0)
})

test('resets what exists and what comes', async t => {
  const { way } = await echo(t)
  const caller = dial(t, way)
  await caller.say('a')
  way.setFault({ kind: 'reset' })
  await caller.closed
  assert.equal(caller.error(), 'ECONNRESET')
  const next = dial(t, way)
  next.socket.write('b')
  await next.closed
  assert.equal(next.text(), '')
})

test('cuts an answer in the middle, counting from the moment of the fault', async t => {
  const { way } = await echo(t)
  const caller = dial(t, way)
  await caller.say('abc')
  way.setFault({ kind: 'cut', afterBytes: 4 })
  caller.socket.write('defghijk')
  await caller.closed
  assert.equal(caller.text(), 'abcdefg')
  assert.equal(caller.error(), undefined)
})

test('limits the bandwidth of a connection', async t => {
  const { way } = await echo(t)
  way.setFault({ kind: 'bandwidth', bytesPerSecond: 20_000 })
  const caller = dial(t, way)
  const startedAt = performance.now()
  caller.socket.write('x'.repeat(6_000))
  await until('all is there', () => caller.text().length === 6_000)
  assert.ok(performance.now() - startedAt >= 250)
})

test('holds the sender back, in both directions, when nobody takes its bytes', async t => {
  for (const fault of [{ kind: 'hang' }, { kind: 'none' }] as const) {
    const target = createServer(socket => {
      socket.on('error', () => undefined)
      socket.pause()
      const send = (): void => {
        while (!socket.destroyed && socket.write(Buffer.alloc(64 * 1024)));
      }
      socket.on('drain', send)
      send()
    })
    const { way } = await behind(t, target)
    const caller = dial(t, way)
    caller.socket.pause()
    await until('it is joined', () => way.view().held > 0)
    way.setFault(fault)
    const send = (): void => {
      while (!caller.socket.destroyed && caller.socket.write(Buffer.alloc(64 * 1024)));
    }
    caller.socket.on('drain', send)
    send()
    await until('both wait', () => way.view().held >= heldBytesMax * 2)
    // A piece that came in before the stop may exceed the limit, by no more than a read.
    assert.ok(way.view().held <= heldBytesMax * 4, String(way.view().held))
    caller.socket.destroy()
  }
})

test('takes no more connections than it may hold', async t => {
  const { way } = await echo(t, { connectionsMax: 2 })
  const [first, second] = [dial(t, way), dial(t, way)]
  await first.say('a')
  await second.say('b')
  const third = dial(t, way)
  await third.closed
  assert.equal(way.view().connections, 2)
})

test('ends the caller when the target cannot be reached', async t => {
  const { way, target } = await echo(t)
  target.close()
  const caller = dial(t, way)
  await caller.closed
  assert.equal(caller.text(), '')
})

type Caller = {
  readonly socket: Socket
  readonly closed: Promise<void>
  text(): string
  error(): string | undefined
  /** Resolves when the echo is there. */
  say(word: string): Promise<void>
}

function dial(t: TestContext, way: Way): Caller {
  const socket = connect({ port: way.port, host: '127.0.0.1' })
  t.after(() => socket.destroy())
  let [text, code] = ['', undefined as string | undefined]
  socket.on('data', (bytes: Buffer) => (text += String(bytes)))
  socket.on('error', (error: NodeJS.ErrnoException) => (code = error.code))
  return {
    socket,
    closed: new Promise(resolve => void socket.once('close', () => resolve())),
    text: () => text,
    error: () => code,
    async say(word) {
      const wanted = text + word
      socket.write(word)
      await until(`the echo of ${word}`, () => text === wanted)
    }
  }
}

async function echo(
  t: TestContext,
  options: { readonly connectionsMax?: number } = {}
): Promise<{ readonly way: Way; readonly target: Server; readonly received: () => string }> {
  let received = ''
  const target = createServer(socket => {
    socket.on('error', () => undefined)
    socket.on('data', (bytes: Buffer) => (received += String(bytes)))
    socket.pipe(socket)
  })
  const { way } = await behind(t, target, options)
  return { way, target, received: () => received }
}

async function behind(
  t: TestContext,
  target: Server,
  options: { readonly connectionsMax?: number } = {}
): Promise<{ readonly way: Way }> {
  await new Promise<void>(resolve => void target.listen(0, '127.0.0.1', resolve))
  const { port } = target.address() as AddressInfo
  const way = await openWay({
    target: { host: '127.0.0.1', port },
    port: 0,
    clock: () => performance.now(),
    random: Math.random,
    ...options
  })
  t.after(async () => {
    await way.close()
    target.close()
  })
  return { way }
}
