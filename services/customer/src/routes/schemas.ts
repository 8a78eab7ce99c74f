import { Type } from 'typebox'
import { addressesMax } from '../domain/address.ts'

/**
 * As long as a field of a form may be: what is too long to be right is told by the domain, in its
 * own words.
 */
const textLengthMax = 2_000

const Id = Type.String({ minLength: 1, maxLength: 64 })
const Email = Type.String({ maxLength: textLengthMax })
const Password = Type.String({ maxLength: textLengthMax })
const ClientAddress = Type.Optional(Type.String({ minLength: 1, maxLength: 64 }))
const Timestamp = Type.Integer({ minimum: 0 })
const closed = { additionalProperties: false }

export const CustomerParams = Type.Object({ id: Id })
export const AddressParams = Type.Object({ id: Id, addressId: Id })
export const SessionParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 128 }) })

/** Of a registration and of a login. */
export const Credentials = Type.Object(
  { email: Email, password: Password, clientAddress: ClientAddress },
  closed
)
export const RegisteredAnswer = Type.Object({ successful: Type.Literal(true), customerId: Id })

export const LoginAnswer = Type.Object({
  successful: Type.Boolean(),
  customerId: Type.Optional(Id),
  sessionId: Type.Optional(Id),
  token: Type.Optional(Type.String()),
  tokenExpiresAt: Type.Optional(Timestamp)
})

export const SessionAnswer = Type.Object({
  customerId: Id,
  email: Type.String(),
  token: Type.String(),
  tokenExpiresAt: Timestamp
})

export const CustomerAnswer = Type.Object({ id: Id, email: Type.String() })
export const EmailChange = Type.Object(
  { email: Email, password: Password, clientAddress: ClientAddress },
  closed
)
export const PasswordChange = Type.Object(
  { password: Password, newPassword: Password, clientAddress: ClientAddress },
  closed
)

/** One line without control characters that is not blank. */
const line = (maxLength: number): Type.TString =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^ *[^\\u0000-\\u0020\\u007f][^\\u0000-\\u001f\\u007f]*$'
  })

const addressFields = {
  name: line(100),
  street: line(200),
  postalCode: line(20),
  city: line(100),
  country: Type.String({ pattern: '^[A-Z]{2}$' })
}
export const NewAddress = Type.Object(addressFields, closed)
export const AddressAnswer = Type.Object({ id: Id, ...addressFields })
export const AddressesAnswer = Type.Object({
  addresses: Type.Array(AddressAnswer, { maxItems: addressesMax })
})
