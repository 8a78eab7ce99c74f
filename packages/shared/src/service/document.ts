import fastifySwagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { ServiceOptions } from './create-service.ts'
import type { Access, Service } from './types.ts'

/**
 * Collects the routes for `/openapi.json`, each with what the chassis asks for besides its schema.
 * The plugin is called here and not registered: registered plugins load later than this function
 * returns, and routes that are added before would be missing from the document.
 */
export function documentRoutes(app: Service, options: ServiceOptions): void {
  const { title, description, runtime } = options
  const info = { title, description, version: runtime.config.version }
  const { securitySchemes, security } = proofsOf(options)
  fastifySwagger(
    app as unknown as FastifyInstance,
    {
      openapi: { openapi: '3.1.0', info, components: { securitySchemes } },
      transform({ schema, url, route }) {
        const { keyed, public: isOpen }: Access = route.config ?? {}
        const told = { ...(!isOpen && { security }), ...(keyed && { headers: keyHeaders }) }
        return { schema: { ...schema, ...told }, url }
      }
    },
    error => {
      if (error) throw error
    }
  )
}

const keyHeaders = Type.Object({
  'idempotency-key': Type.String({
    pattern: '^[A-Za-z0-9_-]{16,64}$',
    description: 'The effect happens once per key; a repeat gets the same answer.'
  })
})

/** What callers prove with who they are, and for whom they ask. */
function proofsOf({ isPublic = false, bearer }: ServiceOptions) {
  if (isPublic) {
    return bearer === undefined
      ? { securitySchemes: {}, security: [] }
      : { securitySchemes: { bearer: bearerOf(bearer) }, security: [{ bearer: [] }] }
  }
  return {
    securitySchemes: {
      bearer: bearerOf('A service token: who calls, signed, for this service, good for a minute.'),
      customer: {
        type: 'apiKey',
        in: 'header',
        name: 'X-Customer-Token',
        description: 'For whom the call is made, signed by customer.'
      } as const
    },
    security: [{ bearer: [] }, { bearer: [], customer: [] }]
  }
}

function bearerOf(description: string) {
  return { type: 'http', scheme: 'bearer', description } as const
}
