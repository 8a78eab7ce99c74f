import process from 'node:process'
import { program } from './program.ts'
import type { Target } from './target.ts'

/** What the compose system tells of itself. */
export type ComposeShop = {
  /** The name of the compose project. */
  readonly project: string
  readonly shopUrl: string
  readonly tracesUrl: string
  readonly demoPassword: string
}

/** Containers of this checkout's compose project. */
export function composeTarget(): Target {
  return {
    async instances(service) {
      const words = ['ps', '--quiet', '--status', 'running', service]
      return (await compose(words)).split('\n').filter(id => id !== '')
    },
    // Docker does not start again what was killed by its own verb.
    kill: async container => void (await program('docker', ['kill', container])),
    async scale(service, count) {
      const words = ['up', '--detach', '--no-deps', '--no-recreate', '--scale']
      await compose([...words, `${service}=${count}`, service])
    },
    logsOf(correlationId) {
      const words = ['logs', '--target', 'compose', '--json', '--correlation', correlationId]
      return program(process.execPath, ['packages/lab/src/lab.ts', ...words])
    }
  }
}

/** The shop that `docker compose up --wait` has started. Throws a sentence where there is none. */
export async function findComposeShop(): Promise<ComposeShop> {
  try {
    const [shop, zipkin, config] = await Promise.all([
      compose(['port', 'haproxy', '8080']),
      compose(['port', 'zipkin', '9411']),
      compose(['config', '--format', 'json', '--no-interpolate'])
    ])
    const show = ['run', '--rm', '--no-deps', '-T', 'secrets']
    const secrets = await compose([...show, 'packages/lab/src/compose/show-secrets.ts', '--json'])
    const { demoPassword } = JSON.parse(secrets) as { readonly demoPassword: string }
    return {
      project: (JSON.parse(config) as { readonly name: string }).name,
      shopUrl: `http://${shop.trim()}`,
      tracesUrl: `http://${zipkin.trim()}`,
      demoPassword
    }
  } catch (error) {
    const message = 'The compose system does not run: start it with docker compose up --wait.'
    throw new Error(message, { cause: error })
  }
}

function compose(words: readonly string[]): Promise<string> {
  return program('docker', ['compose', ...words])
}
