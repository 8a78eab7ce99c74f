import { STATUS_CODES } from 'node:http'
import { Agent, interceptors, type Dispatcher } from 'undici'
import type { Clock } from '../clock.ts'
import type { CheckStatus, Probe } from '../state/model.ts'
import { createStatusFilter } from './status-filter.ts'

export type Result = { readonly status: CheckStatus; readonly output: string }

export type HttpProbe = Extract<Probe, { readonly type: 'http' }>

/**
 * The way on which checks go: every look has a connection of its own, so that it tells whether one
 * can be made.
 */
export type CheckTransport = {
  readonly direct: Dispatcher
  readonly following: Dispatcher
  close(): Promise<void>
}

export function createCheckTransport(): CheckTransport {
  const agent = new Agent({ pipelining: 0, connect: { timeout: connectMsMax } })
  return {
    direct: agent,
    following: agent.compose(interceptors.redirect({ maxRedirections: 10 })),
    close: () => agent.destroy()
  }
}

/**
 * Looks at an address again and again, the first time at a random moment of the interval. The
 * answer ends it.
 */
export function startHttpCheck(
  probe: HttpProbe,
  options: {
    readonly transport: CheckTransport
    readonly clock: Clock
    readonly random: () => number
    readonly onResult: (result: Result) => void
  }
): () => void {
  const { transport, clock, random, onResult } = options
  const filter = createStatusFilter(probe.thresholds)
  const stopping = new AbortController()
  const look = async (): Promise<void> => {
    const attempt = new AbortController()
    const stop = (): void => attempt.abort(new Error('the check has ended'))
    stopping.signal.addEventListener('abort', stop)
    const timedOut = new Error(`no answer within ${probe.timeoutMs} ms`)
    const cancelTimeout = clock.after(probe.timeoutMs, () => attempt.abort(timedOut))
    const { status, output } = await lookOnce(probe, transport, attempt.signal)
    cancelTimeout()
    stopping.signal.removeEventListener('abort', stop)
    if (stopping.signal.aborted) return
    const changed = filter(status)
    if (changed !== undefined) onResult({ status: changed, output })
    // The result may have ended this very check.
    if (!stopping.signal.aborted) cancel = clock.after(probe.intervalMs, () => void look())
  }
  let cancel = clock.after(random() * probe.intervalMs, () => void look())
  return () => {
    stopping.abort()
    cancel()
  }
}

/** One look. Never throws: what goes wrong is the result. */
async function lookOnce(
  probe: HttpProbe,
  transport: CheckTransport,
  signal: AbortSignal
): Promise<Result> {
  const { url, method, body, outputMax } = probe
  try {
    const { origin, pathname, search } = new URL(url)
    const dispatcher = probe.followsRedirects ? transport.following : transport.direct
    const request = dispatcher.request({
      origin,
      path: pathname + search,
      method: method as Dispatcher.HttpMethod,
      headers: headersOf(probe),
      body: body === '' ? null : body,
      signal
    })
    const answer = await Promise.race([request, aborted(signal)])
    const output = await readEnd(answer.body, outputMax)
    const told = `${answer.statusCode} ${STATUS_CODES[answer.statusCode] ?? ''}`
    const status = statusOf(answer.statusCode)
    return { status, output: `HTTP ${method} ${url}: ${told} Output: ${output}` }
  } catch (error) {
    const { message } = (signal.aborted ? signal.reason : error) as Error
    return { status: 'critical', output: `${method} ${JSON.stringify(url)}: ${message}` }
  }
}

function statusOf(code: number): CheckStatus {
  if (code >= 200 && code <= 299) return 'passing'
  return code === 429 ? 'warning' : 'critical'
}

function headersOf({ headers }: HttpProbe): Record<string, string[]> {
  return {
    'user-agent': ['Consul Health Check'],
    accept: ['text/plain, text/*, */*'],
    ...Object.fromEntries(
      Object.entries(headers).map(([name, values]) => [name.toLowerCase(), [...values]])
    )
  }
}

/** The end of a body, since Consul too shows its last bytes. A body without end is cut off. */
async function readEnd(body: AsyncIterable<Buffer>, max: number): Promise<string> {
  let [end, total] = [Buffer.alloc(0), 0]
  for await (const chunk of body) {
    end = Buffer.concat([end, chunk]).subarray(-max)
    total += chunk.length
    if (total > bodyMax) break
  }
  return end.toString('utf8')
}

/** The signal does not end a request that still connects; this does. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(signal.reason as Error)
    if (signal.aborted) fail()
    else signal.addEventListener('abort', fail, { once: true })
  })
}

const bodyMax = 1_000_000
const connectMsMax = 10_000
