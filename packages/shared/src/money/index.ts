export { formatCents, sumCents } from './money.ts'
export type { Locale } from './money.ts'
