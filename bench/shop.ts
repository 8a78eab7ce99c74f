import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { createShopper, type Shopper } from '../e2e/support/shopper.ts'
import { addToCart, cards, orderIdOf, pay, register } from '../e2e/support/journey.ts'
import { lab } from '../e2e/support/lab.ts'

export { CartAnswer } from '../services/cart/src/routes/schemas.ts'
export { addToCart, cards, createShopper, pay, register }
export type { Shopper }

/** A process of a lab. */
export type LabProcess = { readonly name: string; readonly pid: number }

/** A shop that runs in processes of its own, until `stop` or until we end. */
export type RunningShop = {
  /** Without a slash at its end. */
  readonly url: string
  /** The lab's folder. */
  readonly home: string
  /** From the start of the command until it said that the shop answers. */
  readonly startMs: number
  processes(): Promise<readonly LabProcess[]>
  /** Where an instance, such as `product-1`, listens. */
  addressOf(instance: string): Promise<string>
  stop(): Promise<void>
}

type Status = {
  readonly launcher: { readonly pid: number }
  readonly instances: readonly {
    readonly id: string
    readonly pid: number | null
    readonly host: string
    readonly port: number
  }[]
  readonly backing: readonly { readonly name: string; readonly pid?: number }[]
}

const startMsMax = 180_000
const stopMsMax = 15_000

/**
 * Starts a shop and resolves when it answers. `command` is what a person would type, less the options of
 * the lab, which runs in the foreground and so ends with us, whatever becomes of us. Throws what the
 * command printed when it fails.
 */
export async function startShop(options: {
  readonly command: readonly string[]
  readonly cwd: string
  readonly home: string
  readonly env?: Readonly<Record<string, string | undefined>>
}): Promise<RunningShop> {
  const { command, cwd, home, env = process.env } = options
  const [program = '', ...words] = command
  // The load of one machine is far above what one client may ask for.
  const own = ['--data', home, '--port', '0', '--rate-limit', '10000000']
  const startedAt = performance.now()
  const child = spawn(program, [...words, ...own], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const url = await addressOf(child).catch(async (error: unknown) => {
    child.kill('SIGTERM')
    await end(child)
    throw error
  })
  const startMs = performance.now() - startedAt
  const verbs = lab(home)
  const status = async (): Promise<Status> =>
    JSON.parse(await verbs.run('status', '--json')) as Status
  return {
    url,
    home,
    startMs,
    processes: async () => processesIn(await status()),
    async addressOf(id) {
      const found = (await status()).instances.find(instance => instance.id === id)
      if (found === undefined) throw new Error(`there is no instance ${id}`)
      return `http://${found.host}:${found.port}`
    },
    async stop() {
      if (hasEnded(child)) return
      await verbs.down().catch(() => undefined)
      await end(child)
    }
  }
}

/**
 * One purchase from the front page to the order's page, by a shopper who is logged in: of the `nth` product
 * that the front page shows. Answers the order's id; throws when there is none.
 */
export async function buy(shopper: Shopper, nth = 0): Promise<string> {
  await addToCart(shopper, 1, nth)
  return orderIdOf(await pay(shopper, cards.pays))
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const fail = (reason: string): void => reject(new Error(`${reason}: ${output.slice(-2_000)}`))
    const timer = setTimeout(() => fail('the shop did not answer in time'), startMsMax)
    const read = (chunk: Buffer): void => {
      output = (output + String(chunk)).slice(-20_000)
      const [, url] = /^ +Shop +(http:\S+)$/m.exec(output) ?? []
      if (url === undefined) return
      clearTimeout(timer)
      resolve(url)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('error', reject)
    child.once('exit', code => {
      clearTimeout(timer)
      fail(`the start ended with exit code ${code}`)
    })
  })
}

function processesIn({ launcher, instances, backing }: Status): readonly LabProcess[] {
  const found = [
    { name: 'launcher', pid: launcher.pid },
    ...instances.map(({ id, pid }) => ({ name: id, pid: pid ?? 0 })),
    ...backing.map(({ name, pid = 0 }) => ({ name, pid }))
  ]
  // Traces and logs are one process.
  return found.filter(({ pid }, index) => {
    return pid > 0 && found.findIndex(each => each.pid === pid) === index
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (await endsWithin(child, 1_000)) return
  child.kill('SIGTERM')
  if (await endsWithin(child, stopMsMax)) return
  child.kill('SIGKILL')
  await endsWithin(child, 1_000)
}

async function endsWithin(child: ChildProcess, ms: number): Promise<boolean> {
  const until = performance.now() + ms
  while (!hasEnded(child) && performance.now() < until) await sleep(20)
  return hasEnded(child)
}

function hasEnded({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null
}
