export { createBudget, endlessBudget } from './budget.ts'
export type { Budget } from './budget.ts'
export { pendingMax } from './bulkhead.ts'
export { createServiceClient } from './client.ts'
export type { OpenServiceClient, ServiceClientOptions } from './client.ts'
export type { Health } from './classify.ts'
export { systemClock } from './clock.ts'
export type { Clock } from './clock.ts'
export { createEndpoints } from './endpoints.ts'
export type { Endpoints, Node } from './endpoints.ts'
export { createEventCounter } from './event-metrics.ts'
export { createTelling } from './events.ts'
export type { ClientEvent, Tell } from './events.ts'
export { isLayerName, layerNames } from './layer-names.ts'
export type { LayerName } from './layer-names.ts'
export { path, query } from './path.ts'
export { pickUntried } from './pick.ts'
export { createPool } from './send.ts'
export { targetStatusOf } from './status.ts'
export type { ClientStatus, TargetStatus } from './status.ts'
export { createTraffic } from './traffic.ts'
export type { Second, Traffic } from './traffic.ts'
export type {
  CallRequest,
  CallResult,
  Headers,
  Method,
  OnMistake,
  Problem,
  Refusal,
  ServiceClient
} from './types.ts'
