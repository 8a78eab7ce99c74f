import assert from 'node:assert/strict'
import { test } from 'node:test'
import { containersOf } from '../../src/experiment/containers.ts'

test('reads what docker tells of the containers of services', () => {
  const line = (Name: string, State: string, Health = ''): string =>
    JSON.stringify({ Name, Service: 'web', State, Health, Publishers: [] })
  const text = [
    line('microzon-web-1', 'running', 'healthy'),
    line('microzon-web-2', 'running', 'starting'),
    line('my-shop-2-web-10', 'exited'),
    line('microzon-web-4', 'running'),
    line('microzon-web-5', 'running', 'unhealthy'),
    line('microzon-web-6', 'paused'),
    ''
  ].join('\n')
  assert.deepEqual(
    containersOf(text).map(({ id, state }) => [id, state]),
    [
      ['web-1', 'ready'],
      ['web-2', 'starting'],
      ['web-10', 'gone'],
      ['web-4', 'ready'],
      ['web-5', 'starting'],
      ['web-6', 'starting']
    ]
  )
  assert.deepEqual(containersOf('\n'), [])
})
