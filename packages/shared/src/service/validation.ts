import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/**
 * Bodies are taken as they are: Fastify's usual validator drops unknown fields and turns `null`
 * into `""` and `"2"` into 2. Query, path and headers are text by nature: where the schema asks for
 * a number or a boolean, text that is exactly one is converted, and a default fills in what is
 * missing.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = Compile(schema)
  const convert = httpPart === 'body' ? (given: unknown) => given : createConverter(schema)
  return (given: unknown) => {
    const value = convert(given)
    return compiled.Check(value) ? { value } : { error: compiled.Errors(value) }
  }
}

type Field = {
  readonly name: string
  readonly read: (text: string) => unknown
  readonly fallback: unknown
}

function createConverter(schema: TSchema): (given: unknown) => unknown {
  const fields = fieldsOf(schema)
  return given => {
    if (typeof given !== 'object' || given === null) return given
    const converted: Record<string, unknown> = { ...given }
    for (const { name, read, fallback } of fields) {
      const value = converted[name]
      if (typeof value === 'string') converted[name] = read(value)
      else if (value === undefined && fallback !== undefined) converted[name] = fallback
    }
    return converted
  }
}

type Described = { readonly type?: unknown; readonly default?: unknown }

function fieldsOf(schema: TSchema): readonly Field[] {
  const { properties = {} } = schema as {
    readonly properties?: Readonly<Record<string, Described>>
  }
  return Object.entries(properties).map(([name, described]) => ({
    name,
    read: readerOf(described.type),
    fallback: described.default
  }))
}

/**
 * Text that is not exactly of the type stays text, which the schema then refuses: `1.5`, `1e3` and
 * `true` are no integers.
 */
function readerOf(type: unknown): (text: string) => unknown {
  if (type === 'integer') return text => (/^-?\d{1,16}$/.test(text) ? Number(text) : text)
  if (type === 'number') {
    return text => (/^-?\d{1,16}(\.\d{1,16})?$/.test(text) ? Number(text) : text)
  }
  if (type === 'boolean') return text => (isBoolean(text) ? text === 'true' : text)
  return text => text
}

function isBoolean(text: string): boolean {
  return text === 'true' || text === 'false'
}
