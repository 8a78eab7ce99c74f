import { HttpError } from '../http/http-error.ts'
import { readTruth } from '../http/query.ts'
import type { Route } from '../http/router.ts'
import { readRegistration } from '../input/service-definition.ts'
import { limits } from '../limits.ts'
import type { RegistryPorts } from './ports.ts'

/** `/v1/agent/service`: the registration of a process. */
export function serviceRoutes({ agent }: RegistryPorts): readonly Route[] {
  return [
    {
      method: 'PUT',
      path: '/v1/agent/service/register',
      handle: async ({ query, body }) => {
        const registration = readRegistration(await body(limits.registrationBytes))
        const replaces = query.get('replace-existing-checks')
        agent.register(registration, replaces === '' || replaces === 'true')
        return {}
      }
    },
    {
      method: 'PUT',
      path: '/v1/agent/service/deregister/',
      handle: ({ rest }) => {
        agent.deregister(rest)
        return {}
      }
    },
    {
      method: 'PUT',
      path: '/v1/agent/service/maintenance/',
      handle: ({ rest, query }) => {
        if (rest === '') throw new HttpError(400, 'Missing service ID')
        agent.maintain(rest, readEnable(query), query.get('reason') ?? '')
        return {}
      }
    }
  ]
}

function readEnable(query: URLSearchParams): boolean {
  const given = query.get('enable')
  if (given === null) throw new HttpError(400, 'Missing value for enable')
  const enable = readTruth(given)
  if (enable === undefined) throw new HttpError(400, `Invalid value for enable: "${given}"`)
  return enable
}
