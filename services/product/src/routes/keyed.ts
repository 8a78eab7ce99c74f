import type { Answer, Once } from '@microzon/shared/idempotency'
import { idempotent, type StatusOf } from '@microzon/shared/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ProductWriter } from '../domain/ports.ts'

export type KeyedPorts = {
  readonly once: Pick<Once<ProductWriter>, 'run'>
  readonly statusOf: StatusOf
}

/**
 * Answers a POST whose effect happens once per key. Within a typed handler, so that its types come from the
 * schema.
 */
export async function answerOnce(
  { once, statusOf }: KeyedPorts,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  work: (writer: ProductWriter) => Promise<Answer>
): Promise<void> {
  await idempotent({ once, statusOf }, (_request, writer) => work(writer))(request, reply)
}
