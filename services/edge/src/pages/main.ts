// Writes the pages with which a load balancer of another make answers by itself, as files in the
// folder that is named. Where the correlation id belongs stands what HAProxy puts there.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { edgeStatuses, errorPage } from '../error-page.ts'

const [folder = 'pages', reference = '%[var(txn.trace)]'] = process.argv.slice(2)
const mark = 'REFERENCE'

mkdirSync(folder, { recursive: true })
for (const status of edgeStatuses) {
  const page = errorPage(status, { correlationId: mark, locale: 'en' })
  // A per cent sign begins something in a log format.
  const text = page.replaceAll('%', '%%').replaceAll(mark, reference)
  writeFileSync(join(folder, `${status}.html`), text)
}
