import { runLoad } from '../load/run-load.ts'
import { habitsSlow, habitsUsual } from '../load/shopper.ts'
import { createTelling, type RunOptions } from './run-calls.ts'

/** A form is answered within twelve seconds. */
const endMsMax = 13_000

/** Sends shoppers through the shop at `shop` until it is told to end. */
export async function runPages(
  options: RunOptions<'pages'> & { readonly shop: string }
): Promise<void> {
  const { load, tell, signal, shop } = options
  const startedAt = performance.now()
  const telling = createTelling(tell)
  tell({ kind: 'started', at: Date.now() })
  await runLoad({
    url: shop,
    rate: load.perSecond,
    habits: load.shoppers === 'pay slowly' ? habitsSlow : habitsUsual,
    signal,
    // What this end would cut has not failed.
    endMs: endMsMax,
    onVisit: ({ due, tookMs, page, outcome, correlationId }) =>
      telling.add([due - startedAt, tookMs, page, outcome, correlationId])
  })
  telling.end()
}
