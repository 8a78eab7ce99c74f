import { setTimeout as sleep } from 'node:timers/promises'
import type { Mechanism } from './mechanisms.ts'
import type { Act, Rounds, Shape } from './model.ts'
import type { System } from './system.ts'

export type Acting = {
  readonly system: System
  readonly shape: Shape
  readonly without: Mechanism | undefined
  readonly signal: AbortSignal
}

const readyMsMax = 60_000
const pollMs = 100

/**
 * Does what a step says. Resolves when it is done: a restart when the last instance is ready again, rounds
 * when the last one is over.
 */
export async function carryOut(act: Act | Rounds, acting: Acting): Promise<void> {
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
    case 'rounds':
      for (let round = 0; round < act.times; round++) await oneRound(act, acting)
      return
    default:
      act satisfies never
  }
}

/**
 * What ended is started again at the end, one after the other: on a small machine starts at once would
 * take the processor from those that serve. Nothing is killed again before it is there.
 */
async function oneRound({ seconds, acts }: Rounds, acting: Acting): Promise<void> {
  const { shape, signal, system } = acting
  await Promise.all([
    sleep(seconds * 1_000, undefined, { signal }),
    ...acts.map(async ({ afterSeconds, act }) => {
      await sleep(afterSeconds * 1_000, undefined, { signal })
      await carryOut(act, acting)
    })
  ])
  for (const [service, count] of Object.entries(shape.instances)) {
    const isWhole = async (): Promise<boolean> => {
      const running = await instancesOf(service, acting)
      const ready = running.filter(({ state }) => state === 'ready')
      return ready.length >= count && (await countRegistered(service, acting)) >= count
    }
    if (await isWhole()) continue
    await system.control.scale(service, count)
    await until(acting, isWhole)
  }
}

/** One after the other, so that the others serve meanwhile. */
async function restartAll(service: string, acting: Acting): Promise<void> {
  const { control } = acting.system
  const ids = (await instancesOf(service, acting)).map(({ id }) => id)
  for (const id of ids) {
    const stateOfIt = async (): Promise<string | undefined> =>
      (await instancesOf(service, acting)).find(each => each.id === id)?.state
    if (acting.without === 'drain') {
      await control.kill(id, 'KILL')
      await until(acting, async () => (await stateOfIt()) === 'gone')
    } else await control.stop(id)
    await control.scale(service, ids.length)
    await until(acting, async () => {
      const registered = await countRegistered(service, acting)
      return registered >= ids.length && (await stateOfIt()) === 'ready'
    })
  }
}

async function instancesOf(
  service: string,
  { system }: Acting
): Promise<Awaited<ReturnType<System['control']['instances']>>> {
  return (await system.control.instances()).filter(each => each.service === service)
}

async function countRegistered(service: string, { system }: Acting): Promise<number> {
  const entries = (await system.entries()) ?? []
  return entries.filter(each => each.service === service && each.state === 'ready').length
}

async function until({ signal }: Acting, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + readyMsMax
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('an instance does not come back')
    await sleep(pollMs, undefined, { signal })
  }
}
