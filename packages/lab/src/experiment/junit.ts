/** One case of a JUnit file. */
export type Case = {
  readonly name: string
  readonly seconds: number
  readonly outcome:
    | { readonly kind: 'passed' }
    | { readonly kind: 'failed'; readonly message: string }
    | { readonly kind: 'skipped'; readonly message: string }
}

/** As Maven's Surefire writes it, which CI servers read. */
export function junitXml(cases: readonly Case[]): string {
  const of = (kind: string): number => cases.filter(({ outcome }) => outcome.kind === kind).length
  const seconds = cases.reduce((sum, each) => sum + each.seconds, 0)
  const counts = `tests="${cases.length}" failures="${of('failed')}" skipped="${of('skipped')}"`
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<testsuites ${counts} time="${seconds.toFixed(3)}">`,
    `  <testsuite name="experiments" ${counts} time="${seconds.toFixed(3)}">`,
    ...cases.map(caseXml),
    '  </testsuite>',
    '</testsuites>',
    ''
  ].join('\n')
}

function caseXml({ name, seconds, outcome }: Case): string {
  const open = `    <testcase name="${escaped(name)}" classname="experiment" time="${seconds.toFixed(3)}"`
  switch (outcome.kind) {
    case 'passed':
      return `${open}/>`
    case 'failed': {
      const message = escaped(outcome.message)
      return `${open}>\n      <failure message="${message}">${message}</failure>\n    </testcase>`
    }
    case 'skipped':
      return `${open}>\n      <skipped message="${escaped(outcome.message)}"/>\n    </testcase>`
    default:
      return outcome satisfies never
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;'
}

// Characters that XML cannot carry at all come from the output of programs: controls, halves of pairs.
const uncarried = /[[\p{Cc}\p{Cs}\u{fffe}\u{ffff}]--[\t\n\r]]/gv

function escaped(text: string): string {
  return text.replace(uncarried, '').replace(/[&<>"]/g, found => entities[found] ?? '')
}
