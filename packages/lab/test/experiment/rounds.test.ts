import assert from 'node:assert/strict'
import { test } from 'node:test'
import { carryOut } from '../../src/experiment/act.ts'
import type { Rounds } from '../../src/experiment/model.ts'
import type { System } from '../../src/experiment/system.ts'

const instances: Readonly<Record<string, number>> = { web: 2, cart: 2 }

/** Two of each service, of which what is started again is ready only when it was looked at a few times. */
function systemOf(log: string[]): System {
  const state = new Map(['web-1', 'web-2', 'cart-1', 'cart-2'].map(id => [id, 'ready']))
  const looks = new Map<string, number>()
  const control: Pick<System['control'], 'kill' | 'scale' | 'instances'> = {
    async kill(id) {
      assert.equal(state.get(id), 'ready', `${id} is killed before it is there`)
      state.set(id, 'gone')
      log.push(`kill ${id}`)
    },
    async scale(service) {
      log.push(`scale ${service}`)
      state.set(`${service}-2`, 'starting')
    },
    async instances() {
      for (const [id, is] of state) {
        if (is !== 'starting') continue
        looks.set(id, (looks.get(id) ?? 0) + 1)
        if (looks.get(id) === 3) {
          looks.delete(id)
          state.set(id, 'ready')
          log.push(`ready ${id}`)
        }
      }
      return [...state].map(([id, is]) => ({ id, service: id.split('-')[0] ?? '', state: is }))
    }
  }
  const entries: System['entries'] = () =>
    Promise.resolve(
      [...state].map(([id]) => ({
        ...{ id, instance: id, service: id.split('-')[0] ?? '', version: '1', state: 'ready' },
        ...{ address: '127.0.0.1', port: 1 }
      })) as unknown as Awaited<ReturnType<System['entries']>>
    )
  return { control, entries } as unknown as System
}

test('a round ends when what it killed is there again, started one after the other', async () => {
  const log: string[] = []
  const kill = (instance: string): Rounds['acts'][number] => ({
    afterSeconds: 0,
    act: { kind: 'signal', instance, signal: 'KILL' }
  })
  const rounds: Rounds = {
    kind: 'rounds',
    times: 2,
    seconds: 0.01,
    acts: [kill('web-2'), kill('cart-2')]
  }
  const { signal } = new AbortController()
  const shape = { parts: 'shop', instances } as const
  await carryOut(rounds, { system: systemOf(log), shape, without: undefined, signal })
  const round = ['kill web-2', 'kill cart-2', 'scale web', 'ready web-2', 'scale cart']
  assert.deepEqual(log, [...round, 'ready cart-2', ...round, 'ready cart-2'])
})
