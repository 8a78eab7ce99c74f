import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRuntime, run } from '@microzon/shared/service'
import { createStandIn } from './app.ts'
import { createConduct } from './behaviour.ts'
import { loadStandInConfig } from './config.ts'
import { createPlaces } from './places.ts'

const { service, places, workMs, hasAdmission } = loadStandInConfig(process.env)
const runtime = createRuntime(service)
const conduct = createConduct({ clock: runtime.clock, random: Math.random })
const app = createStandIn({
  runtime,
  conduct,
  places: createPlaces({ places, workMs, sleep: ms => sleep(ms) }),
  ...(!hasAdmission && {
    admission: { range: { initial: 100_000, min: 100_000, max: 100_000 } }
  })
})

await run(app, { runtime, ready: () => Promise.resolve(conduct.isReady()) })
