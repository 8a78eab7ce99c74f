import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseOptions } from '@node-rs/argon2'
import { createArgon2Passwords } from '../src/crypto/argon2-passwords.ts'

test('hashes with argon2id, 19 MiB, 2 passes, and never the same twice', async () => {
  const passwords = await createArgon2Passwords()
  const [one, two] = await Promise.all([
    passwords.hash('correct horse'),
    passwords.hash('correct horse')
  ])
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.partialDeepStrictEqual(parseOptions(one), { saltLen: 16, outputLen: 32 })
  assert.notEqual(one, two)
})

test('says yes to the right password only, and no to everything without a hash', async () => {
  const passwords = await createArgon2Passwords()
  const known = await passwords.hash('correct horse')
  assert.equal(await passwords.verify('correct horse', known), true)
  for (const wrong of ['', 'correct hors', 'Correct horse', 'correct horse ', 'x'.repeat(1_000)]) {
    assert.equal(await passwords.verify(wrong, known), false)
    assert.equal(await passwords.verify(wrong, undefined), false)
  }
})

test('takes a password in any of its Unicode forms', async () => {
  const passwords = await createArgon2Passwords()
  const known = await passwords.hash('caf\u00e9 au lait')
  assert.equal(await passwords.verify('cafe\u0301 au lait', known), true)
})

test('an unknown account costs what a known one costs', async () => {
  const passwords = await createArgon2Passwords()
  const known = await passwords.hash('correct horse')
  const spent = async (hash: string | undefined): Promise<number> => {
    const before = process.cpuUsage()
    for (let round = 0; round < 5; round++) await passwords.verify('wrong horse', hash)
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  await spent(known)
  const ratio = (await spent(undefined)) / (await spent(known))
  assert.ok(ratio > 0.3 && ratio < 3, `the ratio is ${ratio}`)
})

test('refuses what is more than it can do at once and soon, and recovers', async () => {
  const passwords = await createArgon2Passwords({ atOnceMax: 2, waitingMax: 3 })
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, () => passwords.verify('wrong', undefined))
  )
  const refused = results.flatMap(result => (result.status === 'rejected' ? [result.reason] : []))
  assert.deepEqual(
    refused.map(error => error.code),
    ['BUSY', 'BUSY', 'BUSY']
  )
  assert.equal(await passwords.verify('wrong', undefined), false)
})

test('a hash that cannot be read is a fault and frees its place', async () => {
  const passwords = await createArgon2Passwords({ atOnceMax: 1, waitingMax: 1 })
  await assert.rejects(passwords.verify('correct horse', 'no hash'))
  assert.equal(await passwords.verify('correct horse', undefined), false)
})
