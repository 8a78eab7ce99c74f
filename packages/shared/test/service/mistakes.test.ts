import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logMistakes } from '../../src/service/index.ts'
import { createTestRuntime } from '../../src/testing/index.ts'

test('a refused call of ours is an error in the log, with its code and nothing of its body', () => {
  const { logger, logLines } = createTestRuntime('cart')
  const details = { errors: [{ field: 'querystring/ids', message: 'hello' }] }
  const problem = { status: 400, code: 'VALIDATION_FAILED', title: 'hello', details }
  const { status, code } = problem
  logMistakes({ logger, clock: Date.now }, 'product')({ kind: 'business', status, code, problem })
  const lines = logLines().filter(({ level }) => level === 'error')
  assert.deepEqual(
    lines.map(line => [line['target'], line['status'], line['code']]),
    [['product', 400, 'VALIDATION_FAILED']]
  )
  assert.ok(!JSON.stringify(lines).includes('hello'))
})

function refusing(clock: () => number): {
  readonly refuse: (status: number, code: string) => void
  readonly told: () => readonly (readonly unknown[])[]
} {
  const { logger, logLines } = createTestRuntime('cart')
  const onMistake = logMistakes({ logger, clock }, 'product')
  return {
    refuse: (status, code) =>
      onMistake({ kind: 'business', status, code, problem: { status, code, title: '' } }),
    told: () => logLines().map(line => [line['code'], line['before']])
  }
}

test('what is refused again and again is told every ten seconds, and how often it came', () => {
  let now = 0
  const { refuse, told } = refusing(() => now)
  for (; now < 10_000; now += 100) refuse(401, 'UNAUTHENTICATED_CALLER')
  refuse(401, 'UNAUTHENTICATED_CALLER')
  refuse(400, 'VALIDATION_FAILED')
  assert.deepEqual(told(), [
    ['UNAUTHENTICATED_CALLER', 0],
    ['UNAUTHENTICATED_CALLER', 99],
    ['VALIDATION_FAILED', 0]
  ])
})

test('made-up codes fill no memory: what was told first is told anew', () => {
  const { refuse, told } = refusing(() => 0)
  for (let code = 0; code <= 100; code++) refuse(400, `CODE_${code}`)
  refuse(400, 'CODE_0')
  assert.equal(told().length, 102)
})
