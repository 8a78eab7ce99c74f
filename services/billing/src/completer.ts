import type { ServiceRuntime } from '@microzon/shared/service'
import { runInContext } from '@microzon/shared/telemetry'
import { finishOrders, type FinishOrdersPorts } from './domain/finish-orders.ts'
import type { Order } from './domain/order.ts'

/** The loop that takes unfinished orders to their end: one round, to be repeated. */
export function createCompleter(
  ports: Omit<FinishOrdersPorts, 'inTraceOf' | 'onError' | 'onStuck' | 'random'>,
  { tracer, logger }: Pick<ServiceRuntime, 'tracer' | 'logger'>
): () => Promise<void> {
  const inTraceOf = async (order: Order, work: () => Promise<void>): Promise<void> => {
    // Under the trace that the customer's click began, so that both are read together.
    const origin = {
      'x-b3-traceid': order.correlationId,
      'x-b3-spanid': order.correlationId.slice(16)
    }
    const span = tracer.serverSpan(origin, 'finish order')
    span.tag('order', order.id)
    await runInContext({ span, correlationId: span.traceId }, work).finally(span.finish)
  }
  const onError = (error: unknown, order: Order): void =>
    logger.error({ err: error, order: order.id }, 'an order cannot be finished')
  const onStuck = ({ id, state }: Order): void =>
    logger.warn({ order: id, state }, 'an order makes no progress')
  return async () => {
    await finishOrders({ ...ports, inTraceOf, onError, onStuck, random: Math.random })
  }
}
