/**
 * How much it matters that a request is served while there is too little for all: `high` for
 * checkout and orders, `low` for what can be looked at later.
 */
export type Importance = 'low' | 'normal' | 'high'

/** The most important first. */
export const importances = ['high', 'normal', 'low'] as const satisfies readonly Importance[]

/** The name of the header in which a caller says how important its request is. */
export const importanceHeader = 'x-importance'

/** What a header says, or nothing when it says nothing that is known. */
export function readImportance(
  header: string | readonly string[] | undefined
): Importance | undefined {
  return importances.find(importance => importance === header)
}
