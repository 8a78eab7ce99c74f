import type { Answer } from '@microzon/shared/idempotency'
import { idempotent } from '@microzon/shared/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CartStore } from '../domain/store.ts'
import type { RoutePorts } from './ports.ts'

/**
 * Answers a POST, whose effect happens once per key. Within a typed handler, so that its types come
 * from the schema.
 */
export async function answerOnce(
  { once, statusOf }: Pick<RoutePorts, 'once' | 'statusOf'>,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  work: (store: CartStore) => Promise<Answer>
): Promise<void> {
  await idempotent({ once, statusOf }, (_request, store) => work(store))(request, reply)
}
