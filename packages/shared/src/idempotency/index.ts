export { deriveKey, fingerprintOf, isIdempotencyKey } from './keys.ts'
export type { FingerprintSource } from './keys.ts'
export type { Answer, Begun, Claim, Once, Outcome } from './types.ts'
