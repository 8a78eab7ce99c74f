import type { LaunchOptions } from '../launch/launcher.ts'
import { compileOnce } from '../launch/compile-once.ts'
import { programs as shopPrograms, type Program } from '../runtime/programs.ts'
import { root } from './home.ts'
import type { StartOptions } from './start-options.ts'

/** What the launcher needs, less the ways in which it reports. */
export function launchOptions(
  options: StartOptions,
  programs: readonly Program[]
): Omit<LaunchOptions, 'onProgress' | 'onDown'> {
  const { home, port, instances, inspect, rateLimit, fresh, watch } = options
  const { discovery, discoveryOf } = options
  const { env } = process
  const told = { port, instances, inspect, rateLimit, discovery, discoveryOf, fresh, watch }
  const given = { root, home, programs, env, ...told }
  return programs === shopPrograms ? { ...given, prepare: compileOnce } : given
}
