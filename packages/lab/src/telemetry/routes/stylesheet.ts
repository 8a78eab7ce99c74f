import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const text = readFileSync(new URL('../public/telemetry.css', import.meta.url), 'utf8')

/**
 * The one style sheet of the pages. Its address changes with its content, so that browsers may keep
 * it.
 */
export const stylesheet = {
  text,
  url: `/telemetry.css?v=${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
}
