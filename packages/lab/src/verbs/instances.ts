import { relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ControlClient } from '../control/client.ts'
import { Failure } from '../runtime/failure.ts'
import { readNumber } from '../cli/arguments.ts'
import { root } from '../cli/home.ts'
import { helpOf, textOf, wordAt, type Verb } from './verb.ts'

const readyMsMax = 30_000
const pollMs = 150

export const scale: Verb = {
  name: 'scale',
  words: 'SERVICE N',
  summary: 'run N instances of a service',
  help: `Starts instances until N run, or drains those with the highest numbers. One that was stopped
or killed by a verb counts as missing, so that "scale cart 1" brings cart-1 back. Returns when N are ready.`,
  wordsMin: 2,
  wordsMax: 2,
  options: {},
  async run({ control, print }, { words }) {
    const service = wordAt(words, 0)
    const count = readNumber('N', wordAt(words, 1), { min: 0, max: 20, help: helpOf('scale') })
    const client = control()
    await client.scale(service, count)
    print(`${service}: ${await settled(client, service, count)}`)
    return 0
  }
}

export const stop: Verb = {
  name: 'stop',
  words: 'INSTANCE',
  summary: 'let an instance finish its work and end',
  help: `Drains the instance, such as cart-1: it takes no new requests, finishes those it has and
ends. No request is lost. It stays away until "scale". Returns when it has ended.`,
  wordsMin: 1,
  wordsMax: 1,
  options: {},
  async run({ control, print }, { words }) {
    const instance = wordAt(words, 0)
    const startedAt = Date.now()
    await control().stop(instance)
    print(
      `${instance} has drained and ended after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`
    )
    return 0
  }
}

export const kill: Verb = {
  name: 'kill',
  words: 'INSTANCE [--signal S]',
  summary: 'end an instance at once, as an accident would',
  help: `Sends a signal, KILL unless told otherwise, to the instance. When it ends by it, it stays
away until "scale".

  --signal S   such as TERM (drains), STOP (hangs; CONT lets it go on), USR1 (opens the debugger's port)`,
  wordsMin: 1,
  wordsMax: 1,
  options: { signal: { type: 'string' } },
  async run({ control, print }, { words, options }) {
    const instance = wordAt(words, 0)
    const signal = textOf(options, 'signal') ?? 'KILL'
    await control().kill(instance, signal)
    print(`${signal.toUpperCase().replace(/^SIG/, '')} was sent to ${instance}`)
    return 0
  }
}

export const external: Verb = {
  name: 'external',
  words: 'SERVICE PORT [--remove]',
  summary: 'count a process of yours as an instance',
  help: `Counts the process that listens on PORT of this machine as an instance of SERVICE, as soon as
it answers; start it in a debugger, for example, as the answer says. With "scale SERVICE 0" it is
the only one.

  --remove   counts it no longer`,
  wordsMin: 2,
  wordsMax: 2,
  options: { remove: { type: 'boolean' } },
  async run({ control, print }, { words, options }) {
    const service = wordAt(words, 0)
    const help = helpOf('external')
    const port = readNumber('PORT', wordAt(words, 1), { min: 1, max: 65_535, help })
    if (options['remove'] === true) {
      const isRemoved = await control().removeExternal(service, port)
      if (!isRemoved) throw new Failure(`No process on port ${port} was counted as ${service}.`)
      print(`The process on port ${port} is no instance of ${service} any more.`)
      return 0
    }
    const { id, entry, settings } = await control().external(service, port)
    print(
      [
        `Whatever answers on 127.0.0.1:${port} is ${id}, an instance of ${service}.`,
        'To run the service yourself with the settings of this lab:',
        '',
        `  ${nodeName()} --inspect --env-file=${settings} ${entry}`,
        ''
      ].join('\n')
    )
    return 0
  }
}

/**
 * As it is typed in the checkout: the system's `node` may be too old, and then the one in .runtime/
 * runs this.
 */
function nodeName(): string {
  const path = relative(root, process.execPath)
  return path.startsWith('..') ? 'node' : path
}

async function settled(client: ControlClient, service: string, count: number): Promise<string> {
  const end = Date.now() + readyMsMax
  for (;;) {
    const { instances, processes } = await client.status()
    const own = [...instances, ...processes].filter(each => each.service === service)
    // A process of the user counts for the shop, but is none of those that were asked for.
    const ready = own.filter(({ state, pid }) => state === 'ready' && pid !== null).length
    const states = own.map(({ id, state }) => `${id} ${state}`).join(', ') || 'none runs'
    if (ready >= count) return states
    if (Date.now() > end) throw new Failure(`Not ${count} of ${service} are ready: ${states}.`)
    await sleep(pollMs)
  }
}
