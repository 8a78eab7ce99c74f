import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { createFileResolver } from '@microzon/shared/discovery'
import { keepEndpoints } from '../src/launch/keep-endpoints.ts'
import type { InstanceView } from '../src/runtime/instance.ts'
import { programs } from '../src/runtime/programs.ts'

function instance(id: string, state: InstanceView['state'], port = 22_001): InstanceView {
  return {
    id,
    service: id.replace(/-\d+$/, ''),
    version: '0.1.0',
    host: '127.0.0.1',
    port,
    debugPort: 1,
    pid: 1,
    state,
    startedAt: 0,
    restarts: 0,
    failedStarts: 0,
    lastExit: undefined
  }
}

/** A lab whose instances the test gives. */
function setUp(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'endpoints-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'discovery', 'endpoints.json')
  const lab = { views: [] as readonly InstanceView[], listener: (): void => undefined }
  const stop = keepEndpoints(path, {
    programs,
    views: () => lab.views,
    onChange(listener) {
      lab.listener = listener
      return () => void (lab.listener = () => undefined)
    }
  })
  const show = (...views: readonly InstanceView[]): void => {
    lab.views = views
    lab.listener()
  }
  return { path, show, stop, text: () => readFileSync(path, 'utf8') }
}

test('writes who is ready and who drains, and nobody else', t => {
  const { show, text } = setUp(t)
  show(
    instance('cart-1', 'ready', 22_001),
    instance('cart-2', 'draining', 22_002),
    ...(['starting', 'waiting', 'stopped', 'killed'] as const).map((state, each) =>
      instance(`cart-${each + 3}`, state)
    ),
    instance('registry-1', 'ready')
  )
  const { services } = JSON.parse(text()) as { services: Record<string, object[]> }
  const common = { address: '127.0.0.1', version: '0.1.0', weight: 10 }
  assert.deepEqual(services['cart'], [
    { id: 'cart-1-22001', port: 22_001, state: 'ready', ...common },
    { id: 'cart-2-22002', port: 22_002, state: 'draining', ...common }
  ])
  assert.deepEqual(services['web'], [])
  assert.equal('registry' in services, false)
})

test('leaves nothing beside the file, and writes nothing after its end', t => {
  const { show, stop, text, path } = setUp(t)
  show(instance('cart-1', 'ready'))
  const before = text()
  assert.deepEqual(readdirSync(join(path, '..')), ['endpoints.json'])
  stop()
  show()
  assert.equal(text(), before)
})

test('is what a service reads', async t => {
  const { show, path } = setUp(t)
  show(instance('cart-1', 'ready'), instance('cart-2', 'ready', 22_002))
  const resolver = createFileResolver({ path })
  t.after(() => resolver.close())
  const watched = resolver.watch('cart')
  assert.equal((await watched.ready(5_000)).endpoints.length, 2)
  const drained = new Promise<void>(resolve =>
    watched.onChange(({ endpoints }) => {
      if (endpoints.some(({ state }) => state === 'draining')) resolve()
    })
  )
  show(instance('cart-1', 'ready'), instance('cart-2', 'draining', 22_002))
  await drained
})
