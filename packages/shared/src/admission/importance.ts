/**
 * How much it matters that a request is served while there is too little for all: `high` for
 * checkout and orders, `low` for what can be looked at later.
 */
export type Importance = 'low' | 'normal' | 'high'

/** The most important first. */
export const importances = ['high', 'normal', 'low'] as const satisfies readonly Importance[]
