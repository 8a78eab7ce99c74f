import type { Summary } from '../launch/summary.ts'

const width = 14

/** What is printed when the shop answers. */
export function summaryText(
  summary: Summary,
  { isDetached }: { readonly isDetached: boolean }
): string {
  const { shop, home, tookMs, customer, staffToken, registry, traces, logs, documents } = summary
  const end = isDetached ? 'npm run lab -- down ends it' : 'Ctrl-C ends it'
  return [
    '',
    `Microzon is ready after ${(tookMs / 1000).toFixed(1)} s; ${end}.`,
    '',
    row('Shop', shop),
    row('Customer', `${customer.email}   password ${customer.password}`),
    row('Test card', '4242 4242 4242 4242, any date to come, any code'),
    row('Status', `${shop}/status/services`),
    '',
    row('Traces', traces),
    row('Logs', logs),
    row('Registry', registry),
    row('Staff token', staffToken),
    ...documents.map(({ service, url }, index) =>
      row(index === 0 ? 'API documents' : '', `${service.padEnd(9)} ${url}`)
    ),
    '',
    row('Data', home),
    row('More', 'npm run lab -- help'),
    ''
  ].join('\n')
}

function row(name: string, value: string): string {
  return `  ${name.padEnd(width)} ${value}`
}
