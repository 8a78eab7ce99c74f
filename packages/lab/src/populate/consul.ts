import { Type } from 'typebox'
import { Value } from 'typebox/value'

const healthSchema = Type.Array(
  Type.Object({ Service: Type.Object({ Address: Type.String(), Port: Type.Integer() }) })
)
const askMs = 10_000

/** The address of a ready instance of a service. Throws an `Error` when Consul knows none. */
export async function findService(
  service: string,
  consul: { readonly url: string; readonly token?: string | undefined }
): Promise<string> {
  // Its own tools take an address without a scheme.
  const base = consul.url.includes('://') ? consul.url : `http://${consul.url}`
  const answer = await fetch(`${base}/v1/health/service/${service}?passing=true`, {
    headers: consul.token === undefined ? {} : { 'x-consul-token': consul.token },
    signal: AbortSignal.timeout(askMs)
  })
  const entries: unknown = await answer.json()
  const [first] = Value.Check(healthSchema, entries) ? entries : []
  if (first === undefined) throw new Error(`Consul knows no instance of ${service} that is ready`)
  return `http://${first.Service.Address}:${first.Service.Port}`
}
