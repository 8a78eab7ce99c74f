import { setTimeout as delay } from 'node:timers/promises'
import { runOutsideContext } from './context.ts'
import { createSender, type Sender } from './sender.ts'
import { createWaitingLines } from './waiting-lines.ts'

export type LogShipper = {
  /** Takes one line, ended by a line feed. Never waits. */
  push(line: string): void
  /** Makes one attempt at what is waiting, 2 s in all; the rest is dropped and counted. */
  close(): Promise<void>
}

/**
 * Posts log lines as NDJSON, in batches of 200 or after 200 ms. What may wait is
 * bounded; the oldest go first and are counted. One batch is under way at a time. After a failure the batch
 * waits 0.2 s, then twice as long each time up to 5 s, so that a collector that comes back is not
 * trampled.
 */
export function createLogShipper(options: {
  readonly url: string
  readonly onDropped: (lines: number) => void
}): LogShipper {
  const { onDropped } = options
  const sender = createSender({
    url: options.url,
    contentType: 'application/x-ndjson',
    timeoutMs
  })
  const waiting = createWaitingLines(onDropped)
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<void> | undefined
  let failures = 0
  let closed = false

  const send = async (): Promise<void> => {
    const batch = waiting.take(batchLines)
    const failure = await attempt(sender, batch)
    failures = failure === undefined ? 0 : failures + 1
    if (failure === 'refused') onDropped(batch.length)
    if (failure === 'unreachable') waiting.putBack(batch)
  }
  const flush = (): void => {
    timer = undefined
    sending ??= send().finally(() => {
      sending = undefined
      schedule()
    })
  }
  const schedule = (): void => {
    if (closed || sending !== undefined || timer !== undefined || waiting.count() === 0) return
    const full = waiting.count() >= batchLines && failures === 0
    timer = runOutsideContext(() => setTimeout(flush, full ? 0 : delayMsAfter(failures)).unref())
  }
  const drain = async (): Promise<void> => {
    await sending
    // What failed before may succeed by now: nobody tries again later.
    failures = 0
    while (waiting.count() > 0 && failures === 0) await send()
  }
  return {
    push: line => {
      if (closed || line.length > lineMax) return onDropped(1)
      waiting.add(line)
      schedule()
    },
    close: async () => {
      if (closed) return
      closed = true
      clearTimeout(timer)
      const drained = drain()
      await Promise.race([drained, delay(timeoutMs, undefined, { ref: false })])
      // Ends what is still under way, so that its lines come back and are counted.
      await sender.close()
      await drained
      onDropped(waiting.take(Infinity).length)
    }
  }
}

/** Lines that have not failed wait for others to go with them, as long as after a first failure. */
function delayMsAfter(failures: number): number {
  return Math.min(batchDelayMs * 2 ** Math.max(0, failures - 1), backOffMaxMs)
}

/** A refusal is final: the same lines would be refused again. */
async function attempt(
  sender: Sender,
  batch: readonly string[]
): Promise<'refused' | 'unreachable' | undefined> {
  try {
    const status = await sender.post(batch.join(''))
    if (status >= 200 && status < 300) return undefined
    return status >= 500 || status === 429 ? 'unreachable' : 'refused'
  } catch {
    return 'unreachable'
  }
}

const batchLines = 200
const batchDelayMs = 200
const backOffMaxMs = 5000
const timeoutMs = 2000
const lineMax = 32_768
