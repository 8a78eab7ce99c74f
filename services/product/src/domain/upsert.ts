import { DomainError, isDomainError } from '@microzon/shared/errors'
import type { KeyedDraft, ProductWriter, Saved } from './ports.ts'
import { businessKeyOf, normalise, proposedIdOf, type ProductDraft } from './product.ts'

/** One line of a file: a draft, or why it is none. Lines are counted from 1. */
export type DraftLine =
  | { readonly line: number; readonly draft: ProductDraft }
  | { readonly line: number; readonly message: string }

export type BulkReport = {
  /** Lines whose product went in. */
  readonly accepted: number
  readonly created: number
  readonly updated: number
  readonly failed: number
  /** The first hundred. */
  readonly errors: readonly { readonly line: number; readonly message: string }[]
}

type Waiting = KeyedDraft & { readonly line: number }

const errorsMax = 100
/** So few that other requests do not wait for long while a batch is written. */
const batchMax = 200

/** Throws `PRODUCT_INVALID`. */
export function keyed(draft: ProductDraft): KeyedDraft {
  const normalised = normalise(draft)
  return {
    draft: normalised,
    businessKey: businessKeyOf(normalised),
    proposedId: proposedIdOf(normalised)
  }
}

/** Makes or updates one product. Throws `PRODUCT_INVALID` or `CATEGORY_LIMIT`. */
export async function saveProduct(
  writer: ProductWriter,
  draft: ProductDraft,
  options: { readonly setStock: boolean }
): Promise<Saved> {
  const [saved] = await writer.save([keyed(draft)], options)
  if (saved === undefined) throw new Error('the store has saved nothing')
  return saved
}

/** Saves what is good and reports what is not; takes the next lines only when those before are written. */
export async function saveAll(
  writer: ProductWriter,
  lines: AsyncIterable<DraftLine>,
  options: { readonly setStock: boolean }
): Promise<BulkReport> {
  const counts = { created: 0, updated: 0, failed: 0 }
  const errors: { readonly line: number; readonly message: string }[] = []
  const waiting = new Map<string, Waiting>()
  const fail = (line: number, message: string): void => {
    counts.failed += 1
    if (errors.length < errorsMax) errors.push({ line, message })
  }
  const write = async (): Promise<void> => {
    const batch = [...waiting.values()]
    waiting.clear()
    if (batch.length === 0) return
    try {
      for (const { outcome } of await writer.save(batch, options)) counts[outcome] += 1
    } catch (error) {
      if (!isDomainError(error)) throw error
      for (const { line } of batch) fail(line, error.message)
    }
  }
  for await (const given of lines) {
    const draft = draftOf(given)
    if ('message' in draft) {
      fail(given.line, draft.message)
      continue
    }
    // One batch holds a product once; a repeat waits for what it repeats.
    if (waiting.has(draft.businessKey)) await write()
    waiting.set(draft.businessKey, { ...draft, line: given.line })
    if (waiting.size === batchMax) await write()
  }
  await write()
  const accepted = counts.created + counts.updated
  return { accepted, ...counts, errors }
}

function draftOf(given: DraftLine): KeyedDraft | { readonly message: string } {
  if ('message' in given) return given
  try {
    return keyed(given.draft)
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}
