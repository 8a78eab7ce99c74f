import { DomainError } from '@microzon/shared/errors'
import { addressesMax, type Address } from './address.ts'
import { assertPassword, normalizeEmail, unknownCustomer, type Credentials } from './customer.ts'
import { forgive, tryPassword } from './login.ts'
import type { CustomerPorts, CustomerStore } from './ports.ts'
import type { Owner } from './sessions.ts'

type Proof = { readonly password: string; readonly clientAddress: string }

/**
 * Changes the password and ends all other sessions. Sent again it says the same: that the new
 * password holds already is as good a proof as the old one. Throws `PASSWORD_TOO_SHORT`,
 * `PASSWORD_TOO_LONG`, `PASSWORD_WRONG`, `LOGIN_THROTTLED` or `BUSY`.
 */
export async function changePassword(
  ports: CustomerPorts,
  owner: Owner,
  change: Proof & { readonly newPassword: string }
): Promise<void> {
  const { transact, passwords } = ports
  const { newPassword } = change
  assertPassword(newPassword)
  const { customerId, sessionReference } = owner
  const { passwordHash } = await credentialsOf(ports, customerId)
  const who = { account: customerId, clientAddress: change.clientAddress }
  const { isRight, counters } = await tryPassword(
    ports,
    who,
    async () =>
      (await passwords.verify(change.password, passwordHash)) ||
      (await passwords.verify(newPassword, passwordHash))
  )
  if (!isRight) throw wrongPassword()
  const newHash = await passwords.hash(newPassword)
  const isChanged = await transact(async store => {
    if ((await store.lock(customerId))?.passwordHash !== passwordHash) return false
    await store.setPassword(customerId, newHash)
    await store.deleteOtherSessions(customerId, sessionReference)
    await forgive(store, counters)
    return true
  })
  if (!isChanged) throw wrongPassword()
}

/** Throws `EMAIL_INVALID`, `EMAIL_TAKEN`, `PASSWORD_WRONG`, `LOGIN_THROTTLED` or `BUSY`. */
export async function changeEmail(
  ports: CustomerPorts,
  { customerId }: Owner,
  change: Proof & { readonly email: string }
): Promise<{ readonly id: string; readonly email: string }> {
  const email = normalizeEmail(change.email)
  const { passwordHash } = await credentialsOf(ports, customerId)
  const who = { account: customerId, clientAddress: change.clientAddress }
  const { isRight, counters } = await tryPassword(ports, who, () =>
    ports.passwords.verify(change.password, passwordHash)
  )
  if (!isRight) throw wrongPassword()
  // A refusal leaves the try counted: else this would tell without limit which addresses have an account.
  const isFree = await ports.transact(async store => {
    const isSet = await store.setEmail(customerId, email)
    if (isSet) await forgive(store, counters)
    return isSet
  })
  if (!isFree) throw new DomainError('EMAIL_TAKEN', 'this e-mail address has an account')
  return { id: customerId, email }
}

/** Throws `ADDRESS_LIMIT` for a 21st, also when several come at once. */
export async function addAddress(
  store: CustomerStore,
  customerId: string,
  address: Address
): Promise<Address> {
  if ((await store.lock(customerId)) === undefined) throw unknownCustomer()
  if ((await store.countAddresses(customerId)) >= addressesMax) {
    throw new DomainError('ADDRESS_LIMIT', `the address book takes ${addressesMax}`, {
      details: { addressesMax }
    })
  }
  await store.insertAddress(customerId, address)
  return address
}

/** Throws `ADDRESS_UNKNOWN`, also when it was removed before. */
export async function removeAddress(
  store: CustomerStore,
  customerId: string,
  addressId: string
): Promise<void> {
  if (!(await store.deleteAddress(customerId, addressId))) {
    throw new DomainError('ADDRESS_UNKNOWN', 'there is no such address')
  }
}

async function credentialsOf(
  { customers }: CustomerPorts,
  customerId: string
): Promise<Credentials> {
  const credentials = await customers.findCredentials({ customerId })
  if (credentials === undefined) throw unknownCustomer()
  return credentials
}

function wrongPassword(): DomainError {
  return new DomainError('PASSWORD_WRONG', 'the password is wrong')
}
