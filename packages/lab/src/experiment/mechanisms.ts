import { isLayerName, layerNames } from '@microzon/shared/client'

/**
 * What can be left out of a composition by `--without`. The names of layers are those of the client
 * stack (`CLIENT_WITHOUT`), and `failure-accrual` is two of them, each of which does for the other; the
 * rest are parts of discovery, of the chassis and of the lab.
 */
export const mechanisms = [
  ...layerNames,
  'failure-accrual',
  'last-known',
  'admission',
  'drain'
] as const

export type Mechanism = (typeof mechanisms)[number]

export function isMechanism(name: string): name is Mechanism {
  return (mechanisms as readonly string[]).includes(name)
}

/** What processes are told of it. */
export function environmentWithout(
  without: Mechanism | undefined
): Readonly<Record<string, string>> {
  if (without === 'admission') return { STAND_IN_WITHOUT_ADMISSION: '1' }
  if (without === 'failure-accrual') return { CLIENT_WITHOUT: 'breaker,penalty' }
  // The others are left out by the caller and by the runner.
  return without !== undefined && isLayerName(without) ? { CLIENT_WITHOUT: without } : {}
}
