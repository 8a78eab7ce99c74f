import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import {
  ConfigError,
  createReader,
  loadServiceConfig,
  type Environment,
  type ServiceConfig
} from '@microzon/shared/config'
import { defaultLimits, type Limits } from './domain/throttle.ts'

export type Config = {
  readonly service: ServiceConfig
  /** `sqlite:/absolute/file.db`, `sqlite::memory:` or `mysql://…`. */
  readonly databaseUrl: string
  /** Ed25519; signs the customers' tokens. */
  readonly privateKey: KeyObject
  readonly limits: Limits
}

const countMax = 1_000_000

/** Throws a `ConfigError` that names the variable. */
export function loadConfig(env: Environment): Config {
  const read = createReader(env)
  const service = loadServiceConfig(env, 'customer')
  const count = (name: string, fallback: number): number =>
    read.integer(name, { fallback, min: 1, max: countMax })
  return {
    service,
    databaseUrl: read.secretUrl('DATABASE_URL', { schemes: ['sqlite', 'mysql'] }),
    privateKey: privateKeyOf(read.secret('CUSTOMER_TOKEN_PRIVATE_KEY'), service),
    limits: {
      loginsPerPair: count('LOGIN_FAILURES_MAX', defaultLimits.loginsPerPair),
      loginsPerAccount: count('LOGIN_FAILURES_PER_ACCOUNT_MAX', defaultLimits.loginsPerAccount),
      loginsPerAddress: count('LOGIN_FAILURES_PER_ADDRESS_MAX', defaultLimits.loginsPerAddress),
      registrationsPerAddress: count(
        'REGISTRATIONS_PER_ADDRESS_MAX',
        defaultLimits.registrationsPerAddress
      )
    }
  }
}

function privateKeyOf(pem: string, { customerTokenPublicKey }: ServiceConfig): KeyObject {
  const privateKey = readKey(pem)
  // A pair that does not fit would let everybody log in and nobody do anything.
  const own = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const told = createPublicKey(customerTokenPublicKey).export({ type: 'spki', format: 'der' })
  if (!own.equals(told)) {
    throw new ConfigError('CUSTOMER_TOKEN_PRIVATE_KEY must belong to CUSTOMER_TOKEN_PUBLIC_KEY')
  }
  return privateKey
}

function readKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Told below; the error of the parser says nothing that helps.
  }
  throw new ConfigError('CUSTOMER_TOKEN_PRIVATE_KEY must be an Ed25519 key in PEM')
}
