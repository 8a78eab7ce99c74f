/** What the registry holds and takes at most. Consul has the first two; the rest keeps this process small. */
export const limits = {
  connectionsPerClient: 200,
  valueBytes: 512 * 1024,
  registrationBytes: 256 * 1024,
  connections: 1_000,
  services: 2_000,
  checks: 5_000,
  keys: 10_000,
  keyLength: 1_024,
  keyBytes: 64 * 1024 * 1024
} as const
