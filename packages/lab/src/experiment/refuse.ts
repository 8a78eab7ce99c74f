import type { Environment } from '../runtime/environment.ts'
import type { Mechanism } from './mechanisms.ts'
import type { Experiment } from './model.ts'
import type { Target } from './system.ts'

/** Why an experiment cannot be carried out there, or nothing. */
export function whyNot(
  experiment: Pick<Experiment, 'steps' | 'shape'>,
  where: {
    readonly target: Target
    readonly without: Mechanism | undefined
    readonly env: Environment
  }
): string | undefined {
  return where.target === 'compose'
    ? whyNotInCompose(experiment, where.without)
    : whyNotInLab(experiment, where.env)
}

function whyNotInCompose(
  { steps, shape }: Pick<Experiment, 'steps' | 'shape'>,
  without: Mechanism | undefined
): string | undefined {
  if (shape.parts !== 'shop') {
    return 'no caller of ours reaches a service in its container: nobody is let in but through the front door'
  }
  if (without !== undefined && without !== 'drain') {
    return `containers are made with all of their parts: ${without} is left out in the lab`
  }
  return steps.some(({ act }) => act.kind === 'wire' || act.kind === 'behave')
    ? 'there is no proxy of ours between containers'
    : undefined
}

function whyNotInLab({ steps }: Pick<Experiment, 'steps'>, env: Environment): string | undefined {
  const actsOnRegistry = steps.some(({ act }) => 'instance' in act && act.instance === 'registry')
  return actsOnRegistry && env['CONSUL_HTTP_ADDR']
    ? 'the registry is yours (CONSUL_HTTP_ADDR) and is not ended here'
    : undefined
}
