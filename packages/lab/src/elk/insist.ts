import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../runtime/failure.ts'
import type { HttpAnswer } from '../runtime/http-call.ts'

/**
 * The first answer that is final: servers say 429 and 503 while they are starting. Throws a
 * `Failure` that names the server when there is none after a minute.
 */
export async function insist(
  server: string,
  ask: () => Promise<HttpAnswer>,
  { endMs = 60_000, pauseMs = 500 }: { readonly endMs?: number; readonly pauseMs?: number } = {}
): Promise<HttpAnswer> {
  const end = Date.now() + endMs
  for (;;) {
    const answer = await ask().catch((error: unknown) => ({ status: 0, text: String(error) }))
    if (answer.status !== 0 && answer.status !== 429 && answer.status < 500) return answer
    if (Date.now() > end) throw refusal(server, answer)
    await sleep(pauseMs)
  }
}

/** The answer again, if it says that all is well. */
export function accepted(server: string, answer: HttpAnswer): HttpAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer
  throw refusal(server, answer)
}

function refusal(server: string, { status, text }: HttpAnswer): Failure {
  const what = status === 0 ? 'does not answer' : `answers ${status}`
  return new Failure(`${server} ${what}: ${text.slice(0, textMax)}`)
}

const textMax = 1_000
