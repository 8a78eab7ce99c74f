import process from 'node:process'

/** The running system under test, as `e2e/main.ts` started it. */
export type System = {
  readonly shopUrl: string
  /** How this system is told to kill or stop an instance. */
  readonly target: 'lab' | 'compose'
  /** The folder of the lab under test. */
  readonly dataFolder: string
  readonly demoPassword: string
  /** Where Zipkin's API is. */
  readonly tracesUrl: string
}

/** Throws when the tests were not started by `npm run e2e`. */
export function systemUnderTest(): System {
  const { E2E_SHOP_URL, E2E_TARGET, E2E_DATA_FOLDER, E2E_DEMO_PASSWORD, E2E_TRACES_URL } =
    process.env
  if (!E2E_SHOP_URL) throw new Error('start these tests with: npm run e2e')
  return {
    shopUrl: E2E_SHOP_URL,
    target: E2E_TARGET === 'compose' ? 'compose' : 'lab',
    dataFolder: E2E_DATA_FOLDER ?? '',
    demoPassword: E2E_DEMO_PASSWORD ?? '',
    tracesUrl: E2E_TRACES_URL ?? ''
  }
}
