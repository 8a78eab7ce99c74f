import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newName, type RegistryClient } from './registry-client.ts'

export function ttlChecks({ register, done, checks, health }: RegistryClient): void {
  test('a TTL check takes the states that are reported', async () => {
    const name = newName('svc')
    await register({ Name: name, Check: { CheckID: `c-${name}`, TTL: '1h' } })
    const states: string[] = []
    const look = async (): Promise<void> => {
      const { Status, Output } = (await checks(name))[`c-${name}`] ?? { Status: '', Output: '' }
      states.push(`${Status} ${Output}`.trim())
    }
    await look()
    for (const verb of ['pass', 'warn', 'fail']) {
      await done(`/v1/agent/check/${verb}/c-${name}?note=${verb}ed`)
      await look()
    }
    await done(`/v1/agent/check/update/c-${name}`, { Status: 'passing', Output: 'all well' })
    await look()
    assert.deepEqual(states, [
      'critical',
      'passing passed',
      'warning warned',
      'critical failed',
      'passing all well'
    ])
  })

  test('a TTL check that nobody reports to becomes critical, and says so', async () => {
    const name = newName('svc')
    await register({ Name: name, Check: { CheckID: `c-${name}`, TTL: '300ms' } })
    await done(`/v1/agent/check/pass/c-${name}?note=fine`)
    const { index, entries } = await health(name)
    assert.equal(entries[0]?.Checks.at(-1)?.Status, 'passing')
    const woken = await health(name, `index=${index}&wait=10s`)
    const check = woken.entries[0]?.Checks.at(-1)
    assert.equal(check?.Status, 'critical')
    assert.equal(check?.Output, 'TTL expired (last output before timeout follows): fine')
  })

  test('cuts a long output off', async () => {
    const name = newName('svc')
    await register({ Name: name, Check: { CheckID: `c-${name}`, TTL: '1h' } })
    await done(`/v1/agent/check/update/c-${name}`, { Status: 'passing', Output: 'x'.repeat(9_000) })
    const output = (await checks(name))[`c-${name}`]?.Output ?? ''
    assert.equal(output, `${'x'.repeat(4_096)} ... (captured 4096 of 9000 bytes)`)
  })
}
