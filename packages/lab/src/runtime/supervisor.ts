import { Failure } from './failure.ts'
import type { Instance, InstanceView } from './instance.ts'
import { makeInstance, type InstanceSetting } from './make-instance.ts'
import { noSuch } from './no-such.ts'
import type { Program } from './programs.ts'

/** All processes of the lab. */
export type Supervisor = {
  readonly programs: readonly Program[]
  views(): readonly InstanceView[]
  /** Throws a `Failure` when there is no such service. */
  program(service: string): Program
  /**
   * Throws a `Failure` when there is no such instance. Where only one can run its service stands for
   * it: `registry` for `registry-1`.
   */
  instance(id: string): Instance
  /** Starts or drains until `count` instances live; resolves when they were started or have ended. */
  scale(service: string, count: number): Promise<void>
  /** Ends everything without draining: the edge, then the services, then what they stand on. */
  endAll(): Promise<void>
  /** Calls back at every change; the answer ends it. */
  onChange(listener: () => void): () => void
}

export type SupervisorOptions = InstanceSetting & { readonly programs: readonly Program[] }

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { programs } = options
  const listeners = new Set<() => void>()
  const onChange = (): void => listeners.forEach(listener => listener())
  const members = createMembers(options, onChange)
  const program = (service: string): Program => {
    const found = programs.find(each => each.service === service)
    if (found !== undefined) return found
    const known = programs.map(each => each.service)
    throw new Failure(noSuch('service', service, known), { exitCode: 2 })
  }
  return {
    programs,
    program,
    views: () =>
      programs.flatMap(({ service }) => members.of(service).map(each => each.instance.view())),
    instance: id => members.get(id).instance,
    async scale(service, count) {
      const wanted = program(service)
      refuseCount(wanted, count)
      const plan = planScale(members.of(service), count)
      await Promise.all([
        ...plan.start.map(number => members.start(wanted, number)),
        ...plan.remove.map(member => members.remove(member))
      ])
    },
    async endAll() {
      for (const { kind, killAfterMs } of endOrder) {
        const some = members.close().filter(each => each.program.kind === kind)
        await Promise.all(some.map(each => each.instance.endNow(killAfterMs)))
      }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}

/** In all less than the 5 s within which a Ctrl-C has done its work. */
const endOrder = [
  { kind: 'edge', killAfterMs: 1_000 },
  { kind: 'service', killAfterMs: 1_500 },
  { kind: 'backing', killAfterMs: 1_000 }
] as const

type Member = { readonly program: Program; readonly number: number; readonly instance: Instance }

type Members = {
  /** By number. */
  of(service: string): readonly Member[]
  get(id: string): Member
  start(program: Program, number: number): Promise<void>
  remove(member: Member): Promise<void>
  /** Lets nothing start any more; answers all. */
  close(): readonly Member[]
}

function createMembers(setting: InstanceSetting, onChange: () => void): Members {
  const members = new Map<string, Member>()
  let isClosed = false
  return {
    of: service =>
      [...members.values()]
        .filter(member => member.program.service === service)
        .sort((a, b) => a.number - b.number),
    get(id) {
      const only = members.get(`${id}-1`)
      const member = members.get(id) ?? (only?.program.instancesMax === 1 ? only : undefined)
      if (member !== undefined) return member
      throw new Failure(noSuch('instance', id, [...members.keys()]), { exitCode: 2 })
    },
    async start(program, number) {
      const id = `${program.service}-${number}`
      const instance =
        members.get(id)?.instance ?? (await makeInstance({ program, id, onChange }, setting))
      // A second request may have made it meanwhile.
      const member = members.get(id) ?? { program, number, instance }
      members.set(id, member)
      if (isClosed) throw new Failure('The lab is stopping.')
      await member.instance.start()
    },
    async remove({ program, number, instance }) {
      await instance.stop()
      members.delete(`${program.service}-${number}`)
      onChange()
    },
    close() {
      isClosed = true
      return [...members.values()]
    }
  }
}

function refuseCount({ service, instancesMax }: Program, count: number): void {
  if (count <= instancesMax) return
  throw new Failure(`At most ${instancesMax} of ${service} can run at once.`, { exitCode: 2 })
}

/**
 * The lowest numbers that are free are started, the highest that live are drained; the dead are
 * forgotten.
 */
function planScale(
  members: readonly Member[],
  count: number
): { readonly start: readonly number[]; readonly remove: readonly Member[] } {
  const live = members.filter(({ instance }) => isWanted(instance.view()))
  const taken = new Set(live.map(each => each.number))
  const free = Array.from({ length: count }, (_, index) => index + 1).filter(
    number => !taken.has(number)
  )
  const start = free.slice(0, Math.max(0, count - live.length))
  const dead = members.filter(each => !live.includes(each) && !start.includes(each.number))
  return { start, remove: [...live.slice(count), ...dead] }
}

function isWanted({ state }: InstanceView): boolean {
  return state === 'starting' || state === 'ready' || state === 'waiting'
}
