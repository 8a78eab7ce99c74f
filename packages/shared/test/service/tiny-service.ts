import { once } from 'node:events'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadServiceConfig } from '../../src/config/index.ts'
import { createRuntime, createService, repeat, run } from '../../src/service/index.ts'

// A service as small as one can be, for tests of the life of a process. It says on its stdout what
// it does at its end.
const runtime = createRuntime(loadServiceConfig(process.env, 'tiny'))
const app = createService({ runtime, statusOf: {}, title: 'Tiny', description: 'a test' })
app.get<{ Querystring: { ms?: string } }>('/slow', { config: { public: true } }, async request => {
  await sleep(Number(request.query.ms ?? 0))
  return 'done'
})
const { logger } = runtime
const working = repeat({ everyMs: 10, work: () => Promise.resolve(), logger })
if (process.env['HANG_ON_STOP'] === '1') working.stop = () => new Promise(() => undefined)
if (process.env['WAIT_FOR_DISCONNECT'] === '1') {
  process.send?.({ type: 'waiting' })
  await once(process, 'disconnect')
}
await run(app, {
  runtime,
  stopWork: working.stop,
  close: () => {
    process.stdout.write('closed\n')
    return Promise.resolve()
  }
})
