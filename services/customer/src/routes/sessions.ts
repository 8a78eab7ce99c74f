import { responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import { logIn } from '../domain/login.ts'
import { endSession, useSession } from '../domain/sessions.ts'
import { clientAddressOf, withRefusal, type RoutePorts } from './ports.ts'
import { Credentials, LoginAnswer, SessionAnswer, SessionParams } from './schemas.ts'

export function addSessionRoutes(app: Service, ports: RoutePorts): void {
  // Without a key. All that a login makes is a credential, which a stored answer would keep
  // readable for a day; a session whose answer got lost is nobody's and ends by itself.
  app.post(
    '/login',
    {
      schema: {
        summary: 'Begin a session',
        body: Credentials,
        response: responses({ 200: LoginAnswer })
      }
    },
    async (request, reply) => {
      const { email, password } = request.body
      const clientAddress = clientAddressOf(request, request.body)
      const loggedIn = await withRefusal(reply, () =>
        logIn(ports, { email, password, clientAddress })
      )
      return loggedIn === undefined ? { successful: false } : { successful: true, ...loggedIn }
    }
  )
  app.get(
    '/sessions/:id',
    {
      schema: {
        summary: 'Go on with a session: who it is, and a fresh token',
        params: SessionParams,
        response: responses({ 200: SessionAnswer })
      }
    },
    request => useSession(ports, request.params.id)
  )
  app.delete(
    '/sessions/:id',
    {
      schema: {
        summary: 'End a session',
        params: SessionParams,
        response: responses({ 204: Type.Null() })
      }
    },
    async (request, reply) => {
      await endSession(ports, request.params.id)
      return reply.code(204).send(null)
    }
  )
}
