/**
 * What can be left out of a composition by `--without`. The names of layers are those of the client
 * stack (`CLIENT_WITHOUT`); the others are parts of discovery, of the chassis and of the lab.
 */
export const mechanisms = [
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
  'bulkhead',
  'timeout',
  'last-known',
  'admission',
  'drain'
] as const

export type Mechanism = (typeof mechanisms)[number]

/** Left out by the caller, the stand-in and the runner. */
const ownMechanisms: readonly Mechanism[] = ['last-known', 'admission', 'drain']

export function isMechanism(name: string): name is Mechanism {
  return (mechanisms as readonly string[]).includes(name)
}

/** What processes are told of it. */
export function environmentWithout(
  without: Mechanism | undefined
): Readonly<Record<string, string>> {
  if (without === 'admission') return { STAND_IN_WITHOUT_ADMISSION: '1' }
  if (without === undefined || ownMechanisms.includes(without)) return {}
  return { CLIENT_WITHOUT: without }
}
