import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { endpointsMax, type Sighting } from './sighting.ts'

const entry = Type.Object({
  /** Unless told, an instance is where it listens. */
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  // It becomes part of a URL.
  address: Type.String({ pattern: '^[A-Za-z0-9._:-]{1,255}$' }),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  version: Type.Optional(Type.String({ maxLength: 100 })),
  state: Type.Optional(
    Type.Union([Type.Literal('ready'), Type.Literal('draining'), Type.Literal('failing')])
  ),
  weight: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 }))
})
const document = Type.Object({
  services: Type.Record(Type.String(), Type.Array(entry, { maxItems: endpointsMax }))
})
const checked = Compile(document)

/** The instances of every service. A service that is not named has none. */
export type EndpointsDocument = ReadonlyMap<string, readonly Sighting[]>

/**
 * Reads a file of endpoints: `{"services": {"cart": [{"address": "10.0.0.7", "port": 3000}]}}`, with
 * `id`, `version`, `state` and `weight` where they are known. One mistake condemns all of it: the
 * tool that wrote it has gone wrong, and nobody knows where it began. Throws a TypeError that says
 * what is wrong.
 */
export function readDocument(text: string): EndpointsDocument {
  const content = parse(text)
  if (!checked.Check(content)) {
    const [error] = checked.Errors(content)
    throw new TypeError(`the file is wrong at ${error?.instancePath || '/'}: ${error?.message}`)
  }
  return new Map(
    Object.entries(content.services).map(([service, entries]) => {
      const sightings = entries.map(({ id, address, port, ...told }): Sighting => {
        const place = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
        const { version = '', state = 'ready', weight = 1 } = told
        return { id: id ?? place, service, address, port, version, state, weight }
      })
      const ids = new Set(sightings.map(sighting => sighting.id))
      if (ids.size < sightings.length) {
        throw new TypeError(`the file names an instance of ${service} twice`)
      }
      return [service, sightings]
    })
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // The parser's own words show a piece of the file.
    throw new TypeError('the file is no JSON')
  }
}
