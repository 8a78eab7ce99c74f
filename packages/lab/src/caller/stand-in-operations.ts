import { randomUUID } from 'node:crypto'
import type { ServiceClient } from '@microzon/shared/client'
import { runInContext } from '@microzon/shared/telemetry'
import type { Operations } from './operations.ts'

/** `order` is a keyed POST that matters, `form` one without a key. */
export function standInOperations(client: ServiceClient): Operations {
  const post = { method: 'POST', operation: 'POST /tasks', path: '/tasks', body: {} } as const
  const one = { operation: 'one /tasks/:id', path: '/tasks/1' } as const
  return {
    get: () => client.call({ ...one, method: 'GET' }),
    put: () => client.call({ ...one, method: 'PUT', body: {} }),
    delete: () => client.call({ ...one, method: 'DELETE' }),
    post: () => client.call({ ...post, idempotencyKey: randomUUID() }),
    form: () => client.call(post),
    order: () =>
      runInContext({ correlationId: randomUUID().replaceAll('-', ''), importance: 'high' }, () =>
        client.call({ ...post, idempotencyKey: randomUUID() })
      )
  }
}
