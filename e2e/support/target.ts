import { composeTarget } from './compose.ts'
import { lab } from './lab.ts'
import { systemUnderTest } from './system.ts'

/** What a test may do to the running system from outside, whichever way it runs. */
export type Target = {
  /** Of those that run, in the words of this target. */
  instances(service: string): Promise<readonly string[]>
  /** As an accident would; nothing starts it again before `scale`. */
  kill(instance: string): Promise<void>
  /** Resolves when so many run; they may not be ready yet. */
  scale(service: string, count: number): Promise<void>
  /** What all services have written for a request, as text. */
  logsOf(correlationId: string): Promise<string>
}

/** The system that `npm run e2e` tests. */
export function targetUnderTest(): Target {
  const { target, dataFolder } = systemUnderTest()
  return target === 'compose' ? composeTarget() : labTarget(dataFolder)
}

function labTarget(dataFolder: string): Target {
  const { run, status } = lab(dataFolder)
  return {
    async instances(service) {
      const { instances } = await status()
      return instances
        .filter(instance => instance.service === service && instance.state === 'ready')
        .map(({ id }) => id)
    },
    kill: async instance => void (await run('kill', instance)),
    scale: async (service, count) => void (await run('scale', service, String(count))),
    logsOf: correlationId => run('logs', '--json', '--correlation', correlationId)
  }
}
