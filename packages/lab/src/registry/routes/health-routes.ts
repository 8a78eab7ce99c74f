import { HttpError } from '../http/http-error.ts'
import { readTruth } from '../http/query.ts'
import { requireRest, type ApiRequest, type Route } from '../http/router.ts'
import type { CheckRecord } from '../state/model.ts'
import { blockingReply } from './blocking.ts'
import type { RegistryPorts } from './ports.ts'
import { checkJson, healthEntry, nodeCheck } from './rendering.ts'
import { hasTags } from './tags.ts'

/** `/v1/health`: who is there, and how they are. */
export function healthRoutes(ports: RegistryPorts): readonly Route[] {
  const { catalog, node } = ports
  const entries = (request: ApiRequest): readonly object[] => {
    const isPassing = readPassing(request.query)
    const tags = request.query.getAll('tag')
    return catalog
      .servicesNamed(request.rest)
      .filter(service => hasTags(service, tags))
      .map(service => ({ service, checks: catalog.checksOf(service.id) }))
      .filter(({ checks }) => !isPassing || checks.every(({ status }) => status === 'passing'))
      .map(({ service, checks }) => healthEntry(service, checks, node))
  }
  const inState = (state: string): readonly CheckRecord[] => {
    const all = [nodeCheck(node), ...catalog.checks()]
    return state === 'any' ? all : all.filter(({ status }) => status === state)
  }
  return [
    {
      method: 'GET',
      path: '/v1/health/service/',
      handle: async request => {
        requireRest(request, 'service name')
        readPassing(request.query)
        return blockingReply(request, ports, {
          position: () => catalog.positionOf(request.rest),
          value: () => entries(request)
        })
      }
    },
    {
      method: 'GET',
      path: '/v1/health/checks/',
      handle: async request => {
        const name = requireRest(request, 'service name')
        return blockingReply(request, ports, {
          position: () => catalog.positionOf(name),
          value: () =>
            catalog
              .servicesNamed(name)
              .flatMap(({ id }) => catalog.checksOf(id))
              .map(check => checkJson(check, node))
        })
      }
    },
    {
      method: 'GET',
      path: '/v1/health/state/',
      handle: async request => {
        const state = requireRest(request, 'check state')
        return blockingReply(request, ports, {
          position: () => catalog.positionOfChecks(),
          value: () => inState(state).map(check => checkJson(check, node))
        })
      }
    }
  ]
}

function readPassing(query: URLSearchParams): boolean {
  const given = query.get('passing')
  if (given === null) return false
  const value = given === '' ? true : readTruth(given)
  if (value === undefined) throw new HttpError(400, 'Invalid value for ?passing')
  return value
}
