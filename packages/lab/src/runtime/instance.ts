import { setTimeout as sleep } from 'node:timers/promises'
import { nextWait, type BackOff } from './back-off.ts'
import type { Child, Exit } from './child.ts'

/**
 * `waiting`: it died by itself and will be started again. `stopped` and `killed`: by a verb, it
 * stays away until it is started by one.
 */
export type InstanceState = 'starting' | 'ready' | 'draining' | 'waiting' | 'stopped' | 'killed'

export type InstanceView = {
  readonly id: string
  readonly service: string
  readonly version: string
  readonly host: string
  readonly port: number
  /** Where a debugger finds it once it is asked to listen (SIGUSR1, or --inspect). */
  readonly debugPort: number
  readonly pid: number | undefined
  readonly state: InstanceState
  /** Of its present or last process; epoch milliseconds. */
  readonly startedAt: number | undefined
  /** How often it was started again after it died by itself. */
  readonly restarts: number
  /** Starts in a row that ended before it was ready. */
  readonly failedStarts: number
  readonly lastExit: Exit | undefined
}

/** One process of a service, started again when it dies by itself. */
export type Instance = {
  view(): InstanceView
  start(): Promise<void>
  /** Lets it drain; resolves when it has ended, by force after a while. */
  stop(): Promise<void>
  /** Sends a signal; when it ends by it, it stays away. */
  kill(signal: NodeJS.Signals): void
  /** Ends it, by force after a while, and starts it at once. */
  restart(): Promise<void>
  /** Ends it without draining, by force after `killAfterMs`; resolves when it has ended. */
  endNow(killAfterMs: number): Promise<void>
}

export type InstanceOptions = Pick<
  InstanceView,
  'id' | 'service' | 'version' | 'host' | 'debugPort'
> & {
  readonly choosePort: () => Promise<number>
  readonly startChild: (port: number) => Child
  readonly backOff: BackOff
  readonly clock: () => number
  readonly onChange: () => void
}

const drainMsMax = 28_000
const restartMsMax = 3_000
const termAfterMs = 300
/** After this time an exit is not put down to the signal any more. */
const signalMsMax = 30_000

type Situation = {
  state: InstanceState
  port: number
  child: Child | undefined
  startedAt: number | undefined
  restarts: number
  failedStarts: number
  waitedMs: number
  lastExit: Exit | undefined
  timer: NodeJS.Timeout | undefined
  /** When a verb signalled it. */
  signalledAt: number | undefined
  /** Nobody wants it any more, or somebody wants it anew. */
  wish: 'live' | 'end' | 'anew'
  /** Counts wishes, so that a start that was overtaken gives up. */
  turn: number
}

export function createInstance(options: InstanceOptions): Instance {
  const now: Situation = {
    state: 'stopped',
    port: 0,
    child: undefined,
    startedAt: undefined,
    restarts: 0,
    failedStarts: 0,
    waitedMs: 0,
    lastExit: undefined,
    timer: undefined,
    signalledAt: undefined,
    wish: 'end',
    turn: 0
  }
  const { id, service, version, host, debugPort } = options
  return {
    view() {
      const { state, port, child, startedAt, restarts, failedStarts, lastExit } = now
      const known = { id, service, version, host, debugPort, state, port, startedAt, restarts }
      return { ...known, pid: child?.pid, failedStarts, lastExit }
    },
    async start() {
      if (now.child !== undefined && now.wish === 'live') return
      now.failedStarts = 0
      now.waitedMs = 0
      await now.child?.exited
      await launch(now, options).catch((error: unknown) => {
        cancel(now, options, 'stopped')
        throw error
      })
    },
    stop: () => end(now, options, child => drain(child, drainMsMax)),
    endNow: killAfterMs => end(now, options, child => endAtOnce(child, killAfterMs)),
    kill(signal) {
      if (now.child === undefined) return cancel(now, options, 'killed')
      if (!harmless.has(signal)) now.signalledAt = options.clock()
      now.child.signal(signal)
    },
    async restart() {
      if (now.child === undefined) {
        if (now.state === 'waiting') relaunch(now, options, 0)
        return
      }
      const { child } = now
      now.wish = 'anew'
      change(now, options, 'draining')
      await drain(child, restartMsMax)
    }
  }
}

/** Signals that a process survives by default or that nobody sends in order to end it. */
const harmless: ReadonlySet<NodeJS.Signals> = new Set([
  'SIGSTOP',
  'SIGTSTP',
  'SIGCONT',
  'SIGUSR1',
  'SIGWINCH',
  'SIGURG',
  'SIGCHLD'
])

async function launch(now: Situation, options: InstanceOptions): Promise<void> {
  if (now.child !== undefined) return
  const turn = ++now.turn
  clearTimeout(now.timer)
  now.wish = 'live'
  now.signalledAt = undefined
  change(now, options, 'starting')
  const port = await options.choosePort()
  if (now.turn !== turn) return
  now.port = port
  now.startedAt = options.clock()
  const child = options.startChild(port)
  now.child = child
  options.onChange()
  void child.ready.then(() => {
    if (now.child !== child || now.state !== 'starting') return
    now.failedStarts = 0
    change(now, options, 'ready')
  })
  void child.exited.then(exit => onExit(now, options, exit))
}

function onExit(now: Situation, options: InstanceOptions, exit: Exit): void {
  const wasReady = now.state === 'ready'
  const livedMs = options.clock() - (now.startedAt ?? 0)
  const bySignal = now.signalledAt !== undefined && options.clock() - now.signalledAt < signalMsMax
  now.child = undefined
  now.lastExit = exit
  if (now.wish === 'anew') return relaunch(now, options, 0)
  if (now.wish === 'end') return change(now, options, 'stopped')
  if (bySignal) return change(now, options, 'killed')
  now.failedStarts = wasReady ? 0 : now.failedStarts + 1
  now.waitedMs = nextWait(options.backOff, { lastMs: now.waitedMs, livedMs })
  change(now, options, 'waiting')
  relaunch(now, options, now.waitedMs)
}

function relaunch(now: Situation, options: InstanceOptions, waitMs: number): void {
  now.timer = setTimeout(() => {
    if (waitMs > 0) now.restarts++
    // No port or no process to be had: it counts as one more death.
    launch(now, options).catch(() => onExit(now, options, { code: null, signal: null }))
  }, waitMs)
}

async function end(
  now: Situation,
  options: InstanceOptions,
  endChild: (child: Child) => Promise<void>
): Promise<void> {
  const { child } = now
  now.wish = 'end'
  if (child === undefined) return cancel(now, options, 'stopped')
  change(now, options, 'draining')
  await endChild(child)
}

/** Gives up a start that is planned or under way. */
function cancel(now: Situation, options: InstanceOptions, state: InstanceState): void {
  now.turn++
  now.wish = 'end'
  clearTimeout(now.timer)
  if (now.state !== 'stopped' && now.state !== 'killed') change(now, options, state)
}

function change(now: Situation, { onChange }: InstanceOptions, state: InstanceState): void {
  now.state = state
  onChange()
}

async function drain(child: Child, killAfterMs: number): Promise<void> {
  // A stopped process does not see a signal before it goes on.
  child.signal('SIGCONT')
  child.signal('SIGTERM')
  if (await endsWithin(child, killAfterMs)) return
  child.signal('SIGKILL')
  await child.exited
}

async function endAtOnce(child: Child, killAfterMs: number): Promise<void> {
  child.signal('SIGCONT')
  child.disconnect()
  if (await endsWithin(child, termAfterMs)) return
  await drain(child, killAfterMs - termAfterMs)
}

async function endsWithin(child: Child, ms: number): Promise<boolean> {
  const waiting = new AbortController()
  const ended = child.exited.then(() => true)
  const late = sleep(ms, false, { signal: waiting.signal }).catch(() => false)
  return Promise.race([ended, late]).finally(() => waiting.abort())
}
