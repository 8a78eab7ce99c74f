import { jsonReply, positionHeaders, readOptions } from '../http/query.ts'
import type { ApiReply, ApiRequest } from '../http/router.ts'
import { blockUntilChanged, type Position } from '../state/blocking-query.ts'
import type { RegistryPorts } from './ports.ts'

/** Answers as JSON with the index of what is asked for, after a wait if the client wants one. */
export async function blockingReply(
  request: ApiRequest,
  ports: RegistryPorts,
  answer: { readonly position: () => Position; readonly value: () => unknown }
): Promise<ApiReply> {
  const { position, consistency } = await waitForChange(request, ports, answer.position)
  const { headers, ...reply } = jsonReply(answer.value(), request.query)
  return {
    ...reply,
    headers: {
      ...headers,
      ...positionHeaders(position),
      'x-consul-effective-consistency': consistency
    }
  }
}

/** Waits as the client asks, and answers where the thing stands then. */
export async function waitForChange(
  { query, signal }: ApiRequest,
  ports: RegistryPorts,
  positionNow: () => Position
): Promise<{ readonly position: Position; readonly consistency: string }> {
  const { consistency, ...wish } = readOptions(query, ports.node.datacenter)
  await blockUntilChanged(positionNow, { ...ports, ...wish, signal })
  return { position: positionNow(), consistency }
}
