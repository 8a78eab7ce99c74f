import { randomBytes } from 'node:crypto'
import { DomainError } from '@microzon/shared/errors'
import { hash, verify } from '@node-rs/argon2'
import type { Passwords } from '../domain/ports.ts'

/** OWASP's first choice for argon2id, the library's default kind. `memoryCost` is in KiB. */
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

/**
 * Passwords with argon2id. A hash takes 19 MiB and a thread of the pool for about 20 ms, so few run
 * at once and few wait.
 */
export async function createArgon2Passwords(
  options: { readonly atOnceMax?: number; readonly waitingMax?: number } = {}
): Promise<Passwords> {
  const limited = createLimit(options.atOnceMax ?? 4, options.waitingMax ?? 32)
  const nobodys = await hash(randomBytes(32), cost)
  return {
    hash: password => limited(() => hash(normalize(password), cost)),
    verify: (password, known) => limited(() => verify(known ?? nobodys, normalize(password)))
  }
}

/** The same password from two keyboards is the same bytes. */
function normalize(password: string): string {
  return password.normalize('NFKC')
}

function createLimit(
  atOnceMax: number,
  waitingMax: number
): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let running = 0
  const waiting: (() => void)[] = []
  return async work => {
    if (running < atOnceMax) running++
    else {
      if (waiting.length >= waitingMax) {
        throw new DomainError('BUSY', 'too many passwords are being checked')
      }
      // Whoever leaves hands its place over, so that nobody who comes later takes it.
      await new Promise<void>(resolve => waiting.push(resolve))
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
