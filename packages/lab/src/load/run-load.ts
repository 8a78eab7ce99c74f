import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAccounts } from './accounts.ts'
import { createConnections, type Browser, type Page } from './browser.ts'
import { createLatencies, type LatencySummary } from './latencies.ts'
import { createPacer } from './pacer.ts'
import { habitsUsual, shop, type Habits, type PageKind, type Visit } from './shopper.ts'

export type LoadOptions = {
  /** The shop's address, such as http://localhost:8080. */
  readonly url: string
  /** Requests per second; they come at this rate however slow the answers are. */
  readonly rate: number
  readonly habits?: Habits
  /** Ends the load. */
  readonly signal: AbortSignal
  /** Called every second. */
  readonly onSample?: (figures: LoadFigures) => void
  /** Called after every request. */
  readonly onVisit?: (visited: Visited) => void
  /** How long answers that are on their way are waited for at the end; not at all unless told. */
  readonly endMs?: number
}

/**
 * One request, or what was missing on a page that came; `due` is when its turn came, by `performance.now`.
 * `outcome` is `ok` or a reason.
 */
export type Visited = {
  readonly page: PageKind
  readonly due: number
  readonly tookMs: number
  readonly outcome: string
  /** Of the answer that came, by which traces and logs know it. */
  readonly correlationId: string | undefined
}

/** What happened since the start. Times are milliseconds from the moment at which a request was due. */
export type LoadFigures = {
  readonly seconds: number
  readonly requests: number
  readonly perSecond: number
  /** No answer, a status that was not expected, or a page without what belongs there. */
  readonly errors: number
  /** Answered 429 by the edge: these count as no errors. */
  readonly limited: number
  /** Turns without a shopper, since too many were still waiting for answers. */
  readonly missed: number
  readonly orders: number
  readonly latency: LatencySummary
  readonly pages: readonly PageFigures[]
  /** The most frequent errors, at most 10. */
  readonly failures: readonly { readonly what: string; readonly count: number }[]
}

export type PageFigures = {
  readonly page: PageKind
  readonly requests: number
  readonly errors: number
  readonly latency: LatencySummary
}

const shoppersMax = 1_000
const failuresMax = 100

/** Sends shoppers through the shop, over HTTP only, until `signal` is aborted. */
export async function runLoad(options: LoadOptions): Promise<LoadFigures> {
  const { url, rate, signal, onSample, habits = habitsUsual } = options
  const { onVisit = () => undefined, endMs = 0 } = options
  const connections = createConnections(url)
  const figures = createFigures()
  const accounts = createAccounts(randomBytes(5).toString('hex'))
  const shoppers = new Set<Promise<void>>()
  const clock = (): number => performance.now()
  const enter = (): void => {
    if (shoppers.size >= shoppersMax) return figures.missed()
    const browser = connections.browser()
    const visit = visitWith({ browser, turn: () => pacer.turn(), figures, clock, onVisit })
    const { ordered: onOrder } = figures
    const onMissing = (page: PageKind, what: string): void => {
      figures.failed(page, what)
      onVisit({ page, due: clock(), tookMs: 0, outcome: what, correlationId: undefined })
    }
    const shopping = { habits, visit, accounts, random: Math.random, onOrder, onMissing }
    // What went wrong is counted where it did; this shopper goes home.
    const shopper = shop(shopping).catch(() => undefined)
    shoppers.add(shopper)
    void shopper.then(() => shoppers.delete(shopper))
  }
  const pacer = createPacer({ rate, clock, onIdle: enter })
  const sampling = setInterval(() => onSample?.(figures.read()), 1_000)
  await new Promise<void>(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  clearInterval(sampling)
  pacer.end()
  if (endMs > 0)
    await Promise.race([Promise.all(shoppers), sleep(endMs, undefined, { ref: false })])
  const result = figures.read()
  await connections.close()
  await Promise.all(shoppers)
  return result
}

type Figures = {
  answered(kind: PageKind, ms: number): void
  failed(kind: PageKind, what: string): void
  limited(): void
  missed(): void
  ordered(): void
  read(): LoadFigures
}

function visitWith(options: {
  readonly browser: Browser
  readonly turn: () => Promise<number>
  readonly figures: Figures
  readonly clock: () => number
  readonly onVisit: (visited: Visited) => void
}): Visit {
  const { browser, turn, figures, clock, onVisit } = options
  return async (kind, { path, form }) => {
    const due = await turn()
    const told = (outcome: string, correlationId?: string): void =>
      onVisit({ page: kind, due, tookMs: clock() - due, outcome, correlationId })
    const page = await (form === undefined ? browser.get(path) : browser.post(path, form)).catch(
      (error: unknown) => {
        figures.failed(kind, reasonOf(error))
        told(reasonOf(error))
        throw error
      }
    )
    figures.answered(kind, clock() - due)
    if (isExpected(page, { kind, isForm: form !== undefined })) {
      told('ok')
      return page
    }
    told(`status ${page.status}`, page.correlationId)
    if (page.status === 429) figures.limited()
    else figures.failed(kind, `status ${page.status}`)
    throw new Error(`status ${page.status}`)
  }
}

/** A page, or a redirect after a form. A product that has sold out meanwhile is part of life (409, 422). */
function isExpected(
  { status, location }: Page,
  { kind, isForm }: { readonly kind: PageKind; readonly isForm: boolean }
): boolean {
  if (status === 200) return true
  if (kind === 'checkout' && !isForm) return status === 303 && location === '/shop/cart'
  return isForm && (status === 303 || status === 409 || status === 422)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message.slice(0, 80)
}

function createFigures(): Figures {
  const startedAt = performance.now()
  const all = createLatencies()
  const pages = new Map<PageKind, ReturnType<typeof createPageFigures>>()
  const failures = new Map<string, number>()
  const counts = { requests: 0, errors: 0, limited: 0, missed: 0, orders: 0 }
  const pageOf = (kind: PageKind): ReturnType<typeof createPageFigures> => {
    const page = pages.get(kind) ?? createPageFigures(kind)
    pages.set(kind, page)
    return page
  }
  return {
    answered(kind, ms) {
      counts.requests++
      all.add(ms)
      pageOf(kind).answered(ms)
    },
    failed(kind, what) {
      counts.errors++
      pageOf(kind).failed()
      const key = `${kind}: ${what}`
      if (failures.has(key) || failures.size < failuresMax)
        failures.set(key, (failures.get(key) ?? 0) + 1)
    },
    limited: () => void counts.limited++,
    missed: () => void counts.missed++,
    ordered: () => void counts.orders++,
    read() {
      const seconds = (performance.now() - startedAt) / 1_000
      const frequent = [...failures].sort(([, a], [, b]) => b - a).slice(0, 10)
      return {
        ...counts,
        seconds,
        perSecond: counts.requests / seconds,
        latency: all.summary(),
        pages: [...pages.values()].map(page => page.read()),
        failures: frequent.map(([what, count]) => ({ what, count }))
      }
    }
  }
}

function createPageFigures(page: PageKind): {
  readonly answered: (ms: number) => void
  readonly failed: () => void
  readonly read: () => PageFigures
} {
  const latencies = createLatencies()
  const counts = { requests: 0, errors: 0 }
  return {
    answered(ms) {
      counts.requests++
      latencies.add(ms)
    },
    failed: () => void counts.errors++,
    read: () => ({ page, ...counts, latency: latencies.summary() })
  }
}
