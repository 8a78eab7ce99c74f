import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../runtime/failure.ts'
import { httpCall } from '../runtime/http-call.ts'
import type { LogFolder } from '../runtime/log-folder.ts'

const pollMs = 50
const waitMsMax = 30_000

/**
 * Resolves when the shop's first page is there, which needs everything to work together. Throws a
 * `Failure`.
 */
export async function awaitShop(
  port: number,
  { logs, signal }: { readonly logs: LogFolder; readonly signal: AbortSignal }
): Promise<void> {
  const until = Date.now() + waitMsMax
  let last = 'no answer'
  while (Date.now() < until && !signal.aborted) {
    const answer = await httpCall({ url: `http://127.0.0.1:${port}/shop`, timeoutMs: 5_000 }).catch(
      (error: unknown) => ({ status: 0, text: String(error) })
    )
    if (answer.status === 200) return
    last = answer.status === 0 ? answer.text : `status ${answer.status}`
    await sleep(pollMs)
  }
  throw new Failure(
    `Every process is ready, but http://localhost:${port}/shop does not answer with a page (${last}); ` +
      `${logs.path('web-1')} and ${logs.path('edge-1')} may say why.`
  )
}
