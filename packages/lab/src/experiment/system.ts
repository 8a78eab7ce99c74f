import type { ControlClient } from '../control/client.ts'
import type { RegistryEntry } from '../runtime/registry-view.ts'
import type { Behaviour } from '../stand-in/behaviour.ts'
import { startComposeSystem } from './compose-system.ts'
import { startLabSystem } from './lab-system.ts'
import type { Mechanism } from './mechanisms.ts'
import type { Shape } from './model.ts'

/** A running system of the shape that an experiment needs, and what can be done to it. */
export type System = {
  readonly control: Control
  readonly shop: string
  /** Where the caller listens, and what it wants to see. */
  readonly caller: { readonly port: number; readonly token: string }
  /** What the registry says of the services; nothing while it does not answer. */
  entries(): Promise<readonly RegistryEntry[] | undefined>
  behave(instance: string, behaviour: Behaviour): Promise<void>
  /** Leaves everything as it was found. */
  stop(): Promise<void>
}

/** Instances by names such as `cart-2`. */
export type Control = Pick<ControlClient, 'kill' | 'scale' | 'stop' | 'fault'> & {
  instances(): Promise<readonly ControlledInstance[]>
}

export type ControlledInstance = {
  readonly id: string
  readonly service: string
  /** `ready` or `gone`, or what it is between. */
  readonly state: string
}

export type SystemOptions = {
  readonly shape: Shape
  readonly without: Mechanism | undefined
  readonly onProgress: (text: string) => void
  readonly signal: AbortSignal
}

export type Target = 'lab' | 'compose'

/** Nothing is left when it fails or is aborted. */
export function startSystem(target: Target, options: SystemOptions): Promise<System> {
  return target === 'lab' ? startLabSystem(options) : startComposeSystem(options)
}
