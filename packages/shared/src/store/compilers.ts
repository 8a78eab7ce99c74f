import {
  MysqlQueryCompiler,
  SelectModifierNode,
  SqliteQueryCompiler,
  type CreateTableNode,
  type FunctionNode,
  type OnDuplicateKeyNode,
  type OperationNode,
  type SelectQueryNode
} from 'kysely'

// Classes, because Kysely's compilers are extended in no other way.

const scalarFunctions: Readonly<Record<string, string>> = { least: 'min', greatest: 'max' }

/**
 * Lets what is written for MySQL run on SQLite: locks in a select, upserts, `values()`, `least` and
 * `greatest`.
 */
class PortableSqliteCompiler extends SqliteQueryCompiler {
  /** Locking reads are dropped: a transaction begins as a writer and is alone until its end. */
  protected override visitSelectQuery(node: SelectQueryNode) {
    const { endModifiers, ...rest } = node
    const kept = endModifiers?.filter(modifier => !isLock(modifier)) ?? []
    super.visitSelectQuery(kept.length > 0 ? { ...rest, endModifiers: kept } : rest)
  }

  protected override visitOnDuplicateKey(node: OnDuplicateKeyNode) {
    this.append('on conflict do update set ')
    this.compileList(node.updates)
  }

  protected override visitFunction(node: FunctionNode) {
    const [first] = node.arguments
    if (node.func === 'values' && first !== undefined) {
      this.append('excluded.')
      this.visitNode(first)
    } else {
      super.visitFunction({ ...node, func: scalarFunctions[node.func] ?? node.func })
    }
  }
}

/**
 * Tables take any character, and texts are compared by their code points, as in SQLite: a server's
 * own default may be latin1, and compares without case.
 */
class PortableMysqlCompiler extends MysqlQueryCompiler {
  protected override visitCreateTable(node: CreateTableNode) {
    super.visitCreateTable(node)
    this.append(' engine=InnoDB default charset=utf8mb4 collate=utf8mb4_bin')
  }
}

export function createSqliteCompiler(): SqliteQueryCompiler {
  return new PortableSqliteCompiler()
}

export function createMysqlCompiler(): MysqlQueryCompiler {
  return new PortableMysqlCompiler()
}

function isLock(node: OperationNode) {
  return SelectModifierNode.is(node) && node.modifier !== undefined && node.modifier !== 'Distinct'
}
