import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { ManyEndpoints } from '../many-endpoints.ts'
import type { Item } from '../support/bench.ts'
import type { Measure } from '../support/report.ts'

/** Ten endpoints stay in the processor's cache, 10,000 do not; to look at all takes 1,000 times as long. */
const pickTimesMax = 100
const callTimesMax = 5
/** 16 KiB of it are the queue of undici's pool. */
const bytesMax = 32 * 1024

/** That a call costs the same however many instances there are. */
export const clientPick: Item = {
  name: 'client-pick',
  about: 'the client with 10 | 10,000 endpoints',
  async run({ checkout, quick }) {
    const { bytes, bytesOfOurs, first, again, call } = await measure(checkout, quick ? 5 : 15)
    return [
      ...compared('pick', first, { per: 1, unit: 'ns', timesMax: pickTimesMax }),
      ...compared('pick for a repeat', again, { per: 1, unit: 'ns', timesMax: pickTimesMax }),
      ...compared('call, answered at once', call, {
        per: 1_000,
        unit: 'µs',
        timesMax: callTimesMax
      }),
      { name: 'memory of an endpoint', value: bytes, unit: 'bytes', max: bytesMax },
      { name: 'of it without its pool of connections', value: bytesOfOurs, unit: 'bytes' }
    ]
  }
}

function compared(
  name: string,
  { few, many, ratio }: ManyEndpoints['first'],
  {
    per,
    unit,
    timesMax
  }: { readonly per: number; readonly unit: string; readonly timesMax: number }
): readonly Measure[] {
  return [
    { name, value: few / per, others: [many / per], unit },
    { name: `${name}: median ratio`, value: ratio, unit: 'times', max: timesMax }
  ]
}

function measure(checkout: string, rounds: number): Promise<ManyEndpoints> {
  const program = join(checkout, 'bench', 'many-endpoints.ts')
  const child = fork(program, [String(rounds)], { execArgv: ['--expose-gc'] })
  return new Promise((resolve, reject) => {
    child.once('message', figures => resolve(figures as ManyEndpoints))
    child.once('exit', code => reject(new Error(`${program} ended with ${code}`)))
  })
}
