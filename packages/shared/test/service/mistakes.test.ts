import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logMistakes } from '../../src/service/index.ts'
import { createTestRuntime } from '../../src/testing/index.ts'

test('a refused call of ours is an error in the log, with its code and nothing of its body', () => {
  const { logger, logLines } = createTestRuntime('cart')
  const details = { errors: [{ field: 'querystring/ids', message: 'hello' }] }
  const problem = { status: 400, code: 'VALIDATION_FAILED', title: 'hello', details }
  const { status, code } = problem
  logMistakes(logger, 'product')({ kind: 'business', status, code, problem })
  const lines = logLines().filter(({ level }) => level === 'error')
  assert.deepEqual(
    lines.map(line => [line['target'], line['status'], line['code']]),
    [['product', 400, 'VALIDATION_FAILED']]
  )
  assert.ok(!JSON.stringify(lines).includes('hello'))
})
