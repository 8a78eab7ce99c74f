// Run in a container of the compose system, read from its input, while Elasticsearch is away: writes
// lines until some are lost, says so, and goes on until the last one has been found. Word: run.
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { closeLogger, createLogger } from '@microzon/shared/telemetry'

const [run = ''] = process.argv.slice(2)
let [written, dropped, longestMs] = [0, 0, 0]
const logger = createLogger({
  service: 'outage',
  version: '1.0.0',
  instance: run,
  level: 'info',
  logUrl: 'http://logstash:8080',
  stream: { write: () => undefined },
  onDropped: lines => (dropped += lines)
})
const say = (fact: object): void => void process.stdout.write(`${JSON.stringify(fact)}\n`)

while (dropped < 1_000 && written < 100_000) {
  for (let index = 0; index < 100; index++) write('line')
  await sleep(20)
}
say({ full: true, written, dropped })
write('the last')
const end = Date.now() + 240_000
while (!(await isFound()) && Date.now() < end) await sleep(500)
await closeLogger(logger)
say({ written, dropped, longestMs, rssMb: Math.round(process.memoryUsage.rss() / 1e6) })

function write(message: string): void {
  const started = performance.now()
  logger.info({ number: written }, message)
  longestMs = Math.max(longestMs, Math.round(performance.now() - started))
  written++
}

/** Batches keep their order, so what was written before it has arrived too. */
async function isFound(): Promise<boolean> {
  const filter = [{ term: { 'service.node.name': run } }, { match_phrase: { message: 'the last' } }]
  const response = await fetch('http://elasticsearch:9200/microzon-logs/_search', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ size: 1, query: { bool: { filter } } }),
    signal: AbortSignal.timeout(5_000)
  }).catch(() => undefined)
  if (response?.status !== 200) return false
  const { hits } = (await response.json()) as {
    readonly hits: { readonly hits: readonly object[] }
  }
  return hits.hits.length > 0
}
