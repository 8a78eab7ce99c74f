/**
 * What may be left out of the stack, so that an experiment can show what it is for. `context`,
 * `balance` and `send` are what makes a call; `budget` and `penalty` are parts of `retry` and `balance`.
 */
export const layerNames = [
  'deadline',
  'cache',
  'throttle',
  'limit',
  'key',
  'retry',
  'budget',
  'hedge',
  'route',
  'breaker',
  'penalty',
  'bulkhead',
  'timeout'
] as const

export type LayerName = (typeof layerNames)[number]

export function isLayerName(name: string): name is LayerName {
  return (layerNames as readonly string[]).includes(name)
}
