import {
  createService,
  type Service,
  type ServiceOptions,
  type ServiceRuntime
} from '@microzon/shared/service'
import { Type } from 'typebox'
import type { Behaviour, Conduct } from './behaviour.ts'
import type { Places } from './places.ts'

const Params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) })
const BehaviourBody = Type.Object({
  status: Type.Optional(Type.Integer({ minimum: 400, maximum: 599 })),
  delayMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 600_000 })),
  share: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  flapMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 600_000 }))
})

export type StandInOptions = {
  readonly runtime: ServiceRuntime
  readonly conduct: Conduct
  readonly places: Places
  /** What the chassis lets in at a time; for an experiment. */
  readonly admission?: ServiceOptions['admission']
}

/**
 * A service of the chassis whose capacity is known and that misbehaves when it is told to: what no
 * service of the shop would do on purpose.
 */
export function createStandIn({ runtime, conduct, places, admission }: StandInOptions): Service {
  const app = createService({
    ...(admission !== undefined && { admission }),
    runtime,
    statusOf: {},
    title: 'Stand-in',
    description: 'Works for a known time, and misbehaves when it is told to.'
  })
  void app.register((inner, _options, done) => {
    for (const [method, keyed] of [
      ['GET', false],
      ['PUT', false],
      ['DELETE', false],
      ['POST', true]
    ] as const) {
      inner.route({
        method,
        url: keyed ? '/tasks' : '/tasks/:id',
        config: keyed ? { keyed } : {},
        schema: keyed ? {} : { params: Params },
        handler: async (_request, reply) => {
          const status = conduct.refusal()
          if (status !== undefined) return await reply.code(status).send({ code: 'ON_PURPOSE' })
          await places.work(conduct.delayMs())
          return await reply.send({ done: true })
        }
      })
    }
    inner.post(
      '/behaviour',
      { config: { callers: ['lab'] }, schema: { body: BehaviourBody } },
      async (request, reply) => {
        conduct.set(request.body as Behaviour)
        return await reply.code(204).send()
      }
    )
    done()
  })
  return app
}
