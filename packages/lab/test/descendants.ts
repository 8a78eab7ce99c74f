import { readdirSync, readFileSync } from 'node:fs'
import { identityOf, type ProcessIdentity } from '../src/runtime/process-identity.ts'

export type Descendant = ProcessIdentity & { readonly command: string }

/** What a process has started, and what that has started. Linux only. */
export function descendantsOf(pid: number): readonly Descendant[] {
  const parents = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(parentIn)
  const under = (parent: number): readonly number[] =>
    parents.flatMap(each => (each.parent === parent ? [each.pid, ...under(each.pid)] : []))
  return under(pid).flatMap(each => {
    const identity = identityOf(each)
    return identity === undefined ? [] : [{ ...identity, command: textOf(`/proc/${each}/cmdline`) }]
  })
}

function parentIn(name: string): { readonly pid: number; readonly parent: number } | [] {
  const stat = textOf(`/proc/${name}/stat`)
  const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
  return parent === undefined ? [] : { pid: Number(name), parent: Number(parent) }
}

/** Nothing of a process that ends meanwhile. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
