import {
  hasConsul,
  openConsul,
  openLabRegistry,
  type RegistryProcess
} from '../../src/runtime/registry-process.ts'

export type { RegistryProcess }

export type RegistryKind = {
  readonly name: string
  /** Why it cannot be tried here. */
  readonly skip: string | false
  open(): Promise<RegistryProcess>
}

/** Both registries, so that one test file holds for either. */
export const registryKinds: readonly RegistryKind[] = [
  {
    name: "the lab's registry",
    skip: false,
    open: openLabRegistry
  },
  {
    name: 'a real Consul agent',
    skip: hasConsul() ? false : 'there is no program `consul` on the PATH',
    open: openConsul
  }
]
