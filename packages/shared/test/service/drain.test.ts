import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Registrar } from '../../src/discovery/index.ts'
import { drain, type Draining } from '../../src/service/drain.ts'
import { createLifecycle } from '../../src/service/lifecycle.ts'
import { createManualClock } from '../client/fakes.ts'

/** The parts of a process as the test sees them, and a clock that moves on until the drain has ended. */
function prepare(
  changes: { readonly registrar?: Partial<Registrar>; readonly parts?: Partial<Draining> } = {}
) {
  const clock = createManualClock(1_000)
  const log: string[] = []
  const lifecycle = createLifecycle(clock.now)
  const said = (what: string) => (): Promise<void> => {
    log.push(what)
    return Promise.resolve()
  }
  const parts: Draining = {
    lifecycle,
    registrar: {
      register: said('register'),
      drain: said('drain'),
      deregister: said('deregister'),
      close: said('leave'),
      ...changes.registrar
    },
    noticeMs: 2_000,
    stopWork: said('stop work'),
    closeServer: said('close server'),
    closeIdleConnections: () => undefined,
    release: said('release'),
    clock: clock.now,
    sleep: ms => new Promise(resolve => void clock.after(ms, resolve)),
    ...changes.parts
  }
  const run = async (onTick: (elapsedMs: number) => void = () => undefined): Promise<number> => {
    let isDone = false
    const drained = drain(parts).finally(() => (isDone = true))
    drained.catch(() => undefined)
    for (; !isDone; await clock.advance(10)) onTick(clock.now() - 1_000)
    await drained
    return clock.now() - 1_000
  }
  return { log, lifecycle, run }
}

const never = (): Promise<void> => new Promise(() => undefined)
const failing = (): Promise<void> => Promise.reject(new Error('away'))

test('goes in its order, and leaves the registry after the last answer', async () => {
  const { log, lifecycle, run } = prepare()
  await run()
  assert.equal(lifecycle.isDraining(), true)
  assert.deepEqual(log, ['drain', 'stop work', 'close server', 'deregister', 'leave', 'release'])
})

test('serves for two seconds at least, and until half a second has been quiet', async () => {
  const { lifecycle, run } = prepare()
  assert.ok((await prepare().run()) >= 2_000)
  assert.ok((await prepare({ parts: { noticeMs: 4_000 } }).run()) >= 4_000)
  const elapsed = await run(elapsedMs => {
    if (elapsedMs > 2_700 || elapsedMs % 400 !== 0) return
    lifecycle.requestStarted()
    lifecycle.requestEnded()
  })
  assert.ok(elapsed >= 2_900 && elapsed <= 3_100, `${elapsed}`)
})

test('waits for what is in flight, at most 15 s', async () => {
  const { log, lifecycle, run } = prepare()
  lifecycle.requestStarted()
  const elapsed = await run()
  assert.ok(elapsed >= 15_000 && elapsed < 16_000, `${elapsed}`)
  assert.ok(log.includes('release'))
})

for (const [name, away] of [
  ['hangs', never],
  ['fails', failing]
] as const) {
  test(`a registry that ${name} keeps nothing from being given back`, async () => {
    const registrar = { drain: away, deregister: away, close: away }
    const { log, run } = prepare({ registrar })
    const elapsed = await run()
    assert.deepEqual(log, ['stop work', 'close server', 'release'])
    assert.ok(elapsed <= 6_500, `${elapsed}`)
  })

  test(`work and stores that ${name} keep no process alive`, async () => {
    const { log, run } = prepare({ parts: { stopWork: away, release: away } })
    const elapsed = await run()
    assert.deepEqual(log, ['drain', 'close server', 'deregister', 'leave'])
    assert.ok(elapsed <= 12_500, `${elapsed}`)
  })
}

test('closes idle connections again and again until the server is closed', async () => {
  let [closed, count] = [(): void => {}, 0]
  const { run } = prepare({
    parts: {
      closeServer: () => new Promise(resolve => (closed = resolve)),
      closeIdleConnections: () => {
        if (++count === 5) closed()
      }
    }
  })
  await run()
  assert.equal(count, 5)
})

test('a server that fails to close is told', async () => {
  const { run } = prepare({ parts: { closeServer: failing } })
  await assert.rejects(run(), { message: 'away' })
})
