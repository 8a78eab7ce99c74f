import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'

/**
 * Bodies are taken as they are: Fastify's usual validator drops unknown fields and turns `null` into `""` and `"2"`
 * into 2. Query, path and headers are text by nature and are converted.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = Compile(schema)
  return (given: unknown) => {
    const value = httpPart === 'body' ? given : Value.Convert(schema, given)
    return compiled.Check(value) ? { value } : { error: compiled.Errors(value) }
  }
}
