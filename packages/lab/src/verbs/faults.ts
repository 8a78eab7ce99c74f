import { readNumber } from '../cli/arguments.ts'
import { faultText, type Fault } from '../proxy/fault.ts'
import { helpOf, textOf, wordAt, type Verb, type VerbOptions } from './verb.ts'

const bytesMax = 100_000_000
const msMax = 600_000

export const slow: Verb = faultVerb({
  name: 'slow',
  words: '[--ms N] [--jitter N]',
  summary: 'let the answers of an instance come late',
  help: `Every piece of an answer comes N milliseconds later. Its health check does not notice.

  --ms N       milliseconds (500)
  --jitter N   up to so many more, at random (0)`,
  options: { ms: { type: 'string' }, jitter: { type: 'string' } },
  faultOf: options => ({
    kind: 'latency',
    ms: numberOf('slow', options, { name: 'ms', usual: 500, max: msMax }),
    jitterMs: numberOf('slow', options, { name: 'jitter', usual: 0, max: msMax })
  })
})

export const hang: Verb = faultVerb({
  name: 'hang',
  words: '',
  summary: 'let an instance take connections and never answer',
  help: `Connections are accepted and nothing is forwarded, on those that exist either. Its health check
does not notice, so that only the callers can.`,
  options: {},
  faultOf: () => ({ kind: 'hang' })
})

export const cut: Verb = faultVerb({
  name: 'cut',
  words: '[--after BYTES]',
  summary: 'end the connections to an instance in the middle of an answer',
  help: `A connection ends once so many bytes of answers have come through it.

  --after BYTES   (100)`,
  options: { after: { type: 'string' } },
  faultOf: options => ({
    kind: 'cut',
    afterBytes: numberOf('cut', options, { name: 'after', usual: 100, max: bytesMax })
  })
})

export const resetPeer: Verb = faultVerb({
  name: 'reset-peer',
  words: '',
  summary: 'reset the connections to an instance, as a crashed machine would',
  help: 'Connections that exist are reset (RST) at once, and others as they come.',
  options: {},
  faultOf: () => ({ kind: 'reset' })
})

export const bandwidth: Verb = faultVerb({
  name: 'bandwidth',
  words: '[--rate BYTES]',
  summary: 'make the connections to an instance narrow',
  help: `Each connection carries so many bytes a second, in each direction.

  --rate BYTES   a second (10000)`,
  options: { rate: { type: 'string' } },
  faultOf: options => ({
    kind: 'bandwidth',
    bytesPerSecond: numberOf('bandwidth', options, {
      name: 'rate',
      usual: 10_000,
      min: 1,
      max: bytesMax
    })
  })
})

export const heal: Verb = {
  name: 'heal',
  words: '[INSTANCE]',
  summary: 'take the fault away from an instance, or from all',
  help: `Ends what slow, hang, cut, reset-peer or bandwidth did: callers reach the process itself again,
and what waited on the way goes on. A process that was killed comes back by "scale", one that was
stopped (kill --signal STOP) goes on by kill --signal CONT.`,
  wordsMin: 0,
  wordsMax: 1,
  options: {},
  async run({ control, print }, { words }) {
    const healed = await control().heal(words[0])
    print(healed.length === 0 ? 'There was no fault.' : `${healed.join(', ')}: healed`)
    return 0
  }
}

/** Such as `slow cart-1`: they differ only in what they put there. */
function faultVerb(
  verb: Pick<Verb, 'name' | 'words' | 'summary' | 'help' | 'options'> & {
    readonly faultOf: (options: VerbOptions) => Fault
  }
): Verb {
  const { faultOf, ...rest } = verb
  return {
    ...rest,
    words: `INSTANCE ${verb.words}`.trimEnd(),
    help: `A proxy stands between the instance, such as cart-1, and its callers, which find it in the
registry in its place, until "heal" or until the instance starts anew.

${verb.help}`,
    wordsMin: 1,
    wordsMax: 1,
    async run({ control, print }, { words, options }) {
      const instance = wordAt(words, 0)
      const fault = faultOf(options)
      await control().fault(instance, fault)
      print(`${instance}: ${faultText(fault)}, until "heal ${instance}"`)
      return 0
    }
  }
}

function numberOf(
  verb: string,
  options: VerbOptions,
  told: {
    readonly name: string
    readonly usual: number
    readonly min?: number
    readonly max: number
  }
): number {
  const { name, usual, min = 0, max } = told
  const text = textOf(options, name)
  if (text === undefined) return usual
  return readNumber(`--${name}`, text, { min, max, help: helpOf(verb) })
}
