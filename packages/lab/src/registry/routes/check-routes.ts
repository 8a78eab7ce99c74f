import { HttpError } from '../http/http-error.ts'
import type { ApiRequest, Handler, Route } from '../http/router.ts'
import { isStatus, ownCheckFields, readCheck } from '../input/check-definition.ts'
import { objectOf, parseJson, text } from '../input/decode.ts'
import { limits } from '../limits.ts'
import type { CheckStatus } from '../state/model.ts'
import type { RegistryPorts } from './ports.ts'

/** `/v1/agent/check`: checks by themselves, and what processes report of themselves. */
export function checkRoutes({ agent }: RegistryPorts): readonly Route[] {
  const reporting =
    (status: CheckStatus): Handler =>
    ({ rest, query }) => {
      agent.report(rest, status, query.get('note') ?? '')
      return {}
    }
  return [
    { method: 'PUT', path: '/v1/agent/check/pass/', handle: reporting('passing') },
    { method: 'PUT', path: '/v1/agent/check/warn/', handle: reporting('warning') },
    { method: 'PUT', path: '/v1/agent/check/fail/', handle: reporting('critical') },
    {
      method: 'PUT',
      path: '/v1/agent/check/update/',
      handle: async request => {
        const { status, output } = await readUpdate(request)
        agent.report(request.rest, status, output)
        return {}
      }
    },
    {
      method: 'PUT',
      path: '/v1/agent/check/register',
      handle: async ({ body }) => {
        const input = ownCheckFields(parseJson(await body(limits.registrationBytes)), 'check')
        const { Name = '', ServiceID = '' } = input
        if (Name === '') throw new HttpError(400, 'Missing check name')
        if (ServiceID === '') throw new HttpError(400, 'a check without a service is not supported')
        const fallback = { id: Name, name: Name, badStatus: 'Bad check status' }
        agent.registerCheck(readCheck(input, fallback), ServiceID)
        return {}
      }
    },
    {
      method: 'PUT',
      path: '/v1/agent/check/deregister/',
      handle: ({ rest }) => {
        agent.deregisterCheck(rest)
        return {}
      }
    }
  ]
}

const decodeUpdate = objectOf({ Status: text, Output: text })

async function readUpdate({
  body
}: ApiRequest): Promise<{ readonly status: CheckStatus; readonly output: string }> {
  const { Status = '', Output = '' } = decodeUpdate(
    parseJson(await body(limits.registrationBytes)),
    'check'
  )
  if (!isStatus(Status)) throw new HttpError(400, `Invalid check status: '${Status}'`)
  return { status: Status, output: Output }
}
