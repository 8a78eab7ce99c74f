import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  randomInt
} from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signStaffToken } from '@microzon/shared/tokens'
import { Failure } from './failure.ts'

/** What is generated on the first start. Everything that a process reads is named by its file. */
export type Secrets = {
  readonly labId: string
  readonly serviceSecret: string
  readonly demoPassword: string
  readonly staffToken: string
  readonly files: {
    readonly serviceSecret: string
    readonly sessionSecret: string
    readonly customerPrivateKey: string
    readonly customerPublicKey: string
    readonly providerApiKey: string
  }
}

const staffYears = 10

/** What services take at least. */
const random16 = /^\S{16,}$/

/**
 * Reads the secrets in `folder` and makes those that are missing; only this user may read the files.
 * Throws a `Failure` when one is damaged, as an interrupted copy would leave it.
 */
export function loadSecrets(folder: string): Secrets {
  const keep = (name: string, make: () => string, whole = random16): string =>
    keepFile(join(folder, name), make, whole)
  const random = (): string => randomBytes(32).toString('base64url')
  const serviceSecret = keep('service-secret', random)
  keep('session-secret', random)
  keep('provider-api-key', random)
  keepKeyPair(folder)
  return {
    labId: keep('lab-id', () => randomBytes(6).toString('hex'), /^\S{6,}$/),
    serviceSecret,
    demoPassword: keep('demo-password', makePassword, /^\S{8,}$/),
    staffToken: keep('staff-token', () => makeStaffToken(serviceSecret), /^staff\.\S+\.[\w-]{43}$/),
    files: {
      serviceSecret: join(folder, 'service-secret'),
      sessionSecret: join(folder, 'session-secret'),
      customerPrivateKey: join(folder, 'customer-private-key.pem'),
      customerPublicKey: join(folder, 'customer-public-key.pem'),
      providerApiKey: join(folder, 'provider-api-key')
    }
  }
}

/** What a file holds; where it is missing, it is made first. Throws a `Failure` when it is not `whole`. */
export function keepFile(file: string, make: () => string, whole = /^\S/): string {
  if (!existsSync(file)) writeSecret(file, make())
  const text = readFileSync(file, 'utf8').trim()
  if (!whole.test(text)) throw damaged(file)
  return text
}

function damaged(file: string): Failure {
  return new Failure(
    `${file} is damaged: put it back, or forget the data with npm start -- --fresh.`
  )
}

function makeStaffToken(secret: string): string {
  return signStaffToken({ secret, expiresAt: Date.now() + staffYears * 365 * 24 * 3_600_000 })
}

/** The public key is written last: where it is, its private key is too. */
function keepKeyPair(folder: string): void {
  const publicFile = join(folder, 'customer-public-key.pem')
  const privateFile = join(folder, 'customer-private-key.pem')
  if (existsSync(publicFile)) return refuseOddPair(privateFile, publicFile)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' }
  })
  writeSecret(privateFile, privateKey)
  writeSecret(publicFile, publicKey)
}

function refuseOddPair(privateFile: string, publicFile: string): void {
  const [expected, actual] = [publicKeyIn(privateFile), publicKeyIn(publicFile)]
  if (expected === undefined) throw damaged(privateFile)
  if (actual !== expected) throw damaged(publicFile)
}

/** Of either kind of file; nothing when it holds no key. */
function publicKeyIn(file: string): string | undefined {
  try {
    const pem = readFileSync(file)
    const isPrivate = pem.includes('PRIVATE')
    const key = createPublicKey(isPrivate ? createPrivateKey(pem) : pem)
    return key.export({ type: 'spki', format: 'der' }).toString('base64')
  } catch {
    return undefined
  }
}

/** As a whole or not at all: half a secret would be kept for ever. */
function writeSecret(file: string, text: string): void {
  writeFileSync(`${file}.new`, `${text.trim()}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** To be read from a screen and typed; guessing is limited by the rate of logins. */
function makePassword(): string {
  const pick = (): string => words[randomInt(words.length)] ?? ''
  return `${pick()}-${pick()}-${pick()}-${randomInt(1000, 10_000)}`
}

const words = (
  'amber anchor apple autumn basil beacon birch bramble breeze bronze candle canyon cedar ' +
  'cherry clover cobalt comet ' +
  'copper coral cotton cricket dahlia delta ember falcon fern fjord forest garnet ginger ' +
  'glacier granite harbor hazel ' +
  'heron indigo island ivory jasmine juniper kestrel lagoon lantern laurel lemon linen lotus ' +
  'maple marble meadow mint ' +
  'moss nectar nutmeg oak ocean olive opal orchid otter pebble pepper pine plum poppy prairie ' +
  'quartz quill raven reed ' +
  'river saffron sage sierra silver sparrow spruce summit sunset tamarind thistle timber topaz ' +
  'tulip umber valley velvet ' +
  'violet walnut willow winter yarrow zephyr'
).split(' ')
