import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** In the order in which they are joined. Within a layer the later file wins. */
export const styleFiles = [
  'layers.css',
  'tokens.css',
  'elements.css',
  'header.css',
  'search.css',
  'button.css',
  'message.css',
  'table.css',
  'service.css',
  'traces.css',
  'facts.css',
  'trace.css',
  'span.css',
  'bar.css',
  'details.css',
  'log-lines.css'
] as const

export const stylesFolder = new URL('../public/styles/', import.meta.url)

const text = styleFiles.map(name => readFileSync(new URL(name, stylesFolder), 'utf8')).join('')

/**
 * The one style sheet of the pages. Its address changes with its content, so that browsers may keep
 * it.
 */
export const stylesheet = {
  text,
  url: `/telemetry.css?v=${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
}
