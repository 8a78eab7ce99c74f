import { isDuplicateKeyCode, writeErrorsOf } from './errors.ts'

/**
 * Inserts without an order, of which some may be there already because somebody else was faster; returns
 * which. Throws every other error.
 */
export async function insertMissing(insert: () => Promise<unknown>): Promise<ReadonlySet<number>> {
  try {
    await insert()
    return new Set()
  } catch (error) {
    const errors = writeErrorsOf(error)
    if (errors.length === 0 || !errors.every(({ code }) => isDuplicateKeyCode(code))) throw error
    return new Set(errors.map(({ index }) => index))
  }
}
