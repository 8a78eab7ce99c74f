import { setTimeout as sleep } from 'node:timers/promises'
import type { Mechanism } from './mechanisms.ts'
import type { Act } from './model.ts'
import type { System } from './system.ts'

export type Acting = {
  readonly system: System
  readonly without: Mechanism | undefined
  readonly signal: AbortSignal
}

const readyMsMax = 60_000
const pollMs = 100

/** Does what a step says. Resolves when it is done: a restart when the last instance is ready again. */
export async function carryOut(act: Act, acting: Acting): Promise<void> {
  const { control, behave } = acting.system
  switch (act.kind) {
    case 'signal':
      return await control.kill(act.instance, act.signal)
    case 'scale':
      return await control.scale(act.service, act.count)
    case 'wire':
      return await control.fault(act.instance, act.fault)
    case 'behave':
      return await behave(act.instance, act.behaviour)
    case 'restart':
      for (const service of act.services) await restartAll(service, acting)
      return
    default:
      act satisfies never
  }
}

/** One after the other, so that the others serve meanwhile. */
async function restartAll(service: string, acting: Acting): Promise<void> {
  const { control } = acting.system
  const ids = await idsOf(service, acting)
  for (const id of ids) {
    if (acting.without === 'drain') {
      await control.kill(id, 'KILL')
      await until(acting, async () => (await stateOf(id, acting)) === 'gone')
    } else await control.stop(id)
    await control.scale(service, ids.length)
    await until(acting, async () => {
      const entries = await acting.system.entries()
      const ready = entries?.filter(each => each.service === service && each.state === 'ready')
      return (ready?.length ?? 0) >= ids.length && (await stateOf(id, acting)) === 'ready'
    })
  }
}

async function idsOf(service: string, { system }: Acting): Promise<readonly string[]> {
  const instances = await system.control.instances()
  return instances.filter(each => each.service === service).map(({ id }) => id)
}

async function stateOf(id: string, { system }: Acting): Promise<string | undefined> {
  const instances = await system.control.instances()
  return instances.find(each => each.id === id)?.state
}

async function until({ signal }: Acting, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + readyMsMax
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('an instance does not come back')
    await sleep(pollMs, undefined, { signal })
  }
}
