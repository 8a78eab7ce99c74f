import type { SourceFile } from './tree.ts'

const quotedCode = /'(?!(?:GET|HEAD|POST|PUT|PATCH|DELETE)')([A-Z][A-Z0-9_]{2,})'/g

/**
 * The codes of the `DomainError`s that a file throws. Where the code is a variable, every code that the
 * file names counts, since it is one of them.
 */
export function thrownCodes({ text }: SourceFile): readonly string[] {
  const thrown = [...text.matchAll(/new DomainError\(\s*([^,]+),/g)].map(([, code = '']) => code)
  return distinct(
    thrown.flatMap(code => {
      const literal = namedCodes(code)
      return literal.length > 0 ? literal : namedCodes(text)
    })
  )
}

/** Every code that a file names, but for those that it compares with and so answers itself. */
export function namedCodes(text: string): readonly string[] {
  const others = text.replaceAll(/(?:[!=]== |case )'[A-Z_0-9]+'/g, '')
  return distinct([...others.matchAll(quotedCode)].map(([, code = '']) => code))
}

/** Whether a file uses a code, as a value or as the key of a table. */
export function uses({ text }: SourceFile, code: string): boolean {
  return text.includes(`'${code}'`) || new RegExp(`\\b${code}:(?! \\d)`).test(text)
}

/** The codes with a status in a `statusOf = { CODE: 409, … }`, or in a constant whose name ends so. */
export function codesWithStatus({ text }: SourceFile): readonly string[] {
  const tables = text.matchAll(/statusOf(?:: \w+)? = \{([^}]*)\}/gi)
  return distinct(
    [...tables].flatMap(([, body = '']) =>
      [...body.matchAll(/\b([A-Z][A-Z0-9_]+): \d{3}/g)].map(([, code = '']) => code)
    )
  )
}

/** A setting that is read through `createReader`. */
export type Setting = { readonly name: string; readonly isSecret: boolean }

/** What a `config.ts` reads: each call whose first argument is the name of a variable. */
export function settings(text: string): readonly Setting[] {
  const calls = text.matchAll(/\b(\w+)\(\s*'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/g)
  return [...calls].map(([, method = '', name = '']) => ({
    name,
    isSecret: /secret/i.test(method)
  }))
}

/** The text of a top-level function, to its closing brace at the start of a line. */
export function bodyOf(text: string, name: string): string {
  const start = text.indexOf(`function ${name}(`)
  if (start < 0) throw new Error(`there is no function ${name}`)
  return text.slice(start, text.indexOf('\n}\n', start))
}

/** The files of relative imports, by the names of the values that they give. */
export function imported(text: string): ReadonlyMap<string, string> {
  const lines = text.matchAll(/^import \{([^}]*)\} from '\.\/([\w-]+)\.ts'/gm)
  return new Map(
    [...lines].flatMap(([, list = '', file = '']) =>
      list
        .split(',')
        .map(name => name.trim())
        .filter(name => name !== '' && !name.startsWith('type '))
        .map(name => [name, file] as const)
    )
  )
}

function distinct(list: readonly string[]): readonly string[] {
  return [...new Set(list)]
}

/** What opens connections, by module; of undici everything does. */
const openers: Readonly<Record<string, RegExp>> = {
  undici: /\w/,
  'node:http': /\b(?:Agent|request|get)\b|\*/,
  'node:https': /\w|\*/,
  'node:http2': /\w|\*/,
  'node:net': /\b(?:connect|createConnection|Socket)\b|\*/,
  'node:tls': /\w|\*/,
  'node:dgram': /\w|\*/
}

/** Whether it imports a value that opens connections, or uses what Node has without an import. */
export function opensConnections(text: string): boolean {
  const statements = text.split(/^import (?!type\b)/m).slice(1)
  const imports = statements.some(statement => {
    const [, names = '', from = ''] = /^([^']*?) from '([^']+)'/.exec(statement) ?? []
    return openers[from]?.test(names.replaceAll(/\btype \w+/g, '')) ?? false
  })
  return imports || /(?<![.\w])fetch\(['"`]|\bnew (?:WebSocket|EventSource)\(/.test(text)
}
