import { ColumnNode, ExpressionWrapper, FunctionNode, type Expression } from 'kysely'

/**
 * In `onDuplicateKeyUpdate`: the value that the insert brought for a column. `values(column)` on MySQL,
 * `excluded.column` on SQLite.
 */
export function excluded<T>(column: string): Expression<T> {
  return new ExpressionWrapper(FunctionNode.create('values', [ColumnNode.create(column)]))
}
