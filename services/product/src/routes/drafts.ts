import { Compile } from 'typebox/compile'
import type { DraftLine } from '../domain/upsert.ts'
import { readLines, type Line } from './lines.ts'
import { draftSchema } from './schemas.ts'

const draft = Compile(draftSchema)
const reasonsMax = 3
const unknownShown = 100

/**
 * The products in a stream of NDJSON, with the reason for each line that holds none. Empty lines are passed
 * over.
 */
export async function* readDrafts(body: AsyncIterable<Uint8Array>): AsyncGenerator<DraftLine> {
  for await (const line of readLines(body)) {
    if ('message' in line) yield line
    else if (line.text.trim() !== '') yield draftFrom(line)
  }
}

function draftFrom({ line, text }: Line & { readonly text: string }): DraftLine {
  const value = parse(text)
  if (value === undefined) return { line, message: 'the line is not JSON' }
  if (draft.Check(value)) return { line, draft: value }
  const reasons = draft
    .Errors(value)
    // Each unknown field is told a second time, by itself.
    .filter(({ keyword }) => keyword !== 'boolean')
    .slice(0, reasonsMax)
    .map(reasonOf)
  return { line, message: reasons.join('; ') }
}

type Reason = ReturnType<typeof draft.Errors>[number]

function reasonOf({ instancePath, keyword, message, params }: Reason): string {
  const field = instancePath.slice(1).replaceAll('/', '.')
  const told =
    keyword === 'additionalProperties'
      ? `must not have ${params.additionalProperties.join(', ').slice(0, unknownShown)}`
      : message
  return `${field} ${told}`.trim()
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
