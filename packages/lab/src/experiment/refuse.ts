import type { Environment } from '../runtime/environment.ts'
import type { Experiment } from './model.ts'

/** Why an experiment cannot be carried out there, or nothing. */
export function whyNot(
  { steps }: Pick<Experiment, 'steps'>,
  target: 'lab' | 'compose',
  env: Environment
): string | undefined {
  if (target === 'compose') {
    return (
      'the containers of compose let nobody in but through the front door, so that no caller of ours ' +
      'reaches a service, and their client stack is composed when they are made'
    )
  }
  const actsOnRegistry = steps.some(({ act }) => 'instance' in act && act.instance === 'registry')
  return actsOnRegistry && env['CONSUL_HTTP_ADDR']
    ? 'the registry is yours (CONSUL_HTTP_ADDR) and is not ended here'
    : undefined
}
