import type { Address } from '../domain/address.ts'
import type { Credentials } from '../domain/customer.ts'
import type { Session } from '../domain/session.ts'
import type { AddressRow, CustomerRow, SessionRow } from './schema.ts'

export function credentialsOf(row: CustomerRow): Credentials {
  return { customer: { id: row.id, email: row.email }, passwordHash: row.password_hash }
}

export function sessionOf(row: SessionRow): Session {
  return {
    reference: row.reference,
    customerId: row.customer_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at
  }
}

export function rowOfSession(session: Session): SessionRow {
  return {
    reference: session.reference,
    customer_id: session.customerId,
    created_at: session.createdAt,
    expires_at: session.expiresAt
  }
}

export function addressOf(row: AddressRow): Address {
  const { id, name, street, postal_code: postalCode, city, country } = row
  return { id, name, street, postalCode, city, country }
}
