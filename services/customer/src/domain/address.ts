/** At most so many in one customer's book. */
export const addressesMax = 20

export type Address = {
  readonly id: string
  readonly name: string
  readonly street: string
  readonly postalCode: string
  readonly city: string
  /** ISO 3166-1, two capital letters. */
  readonly country: string
}

/** Without the blanks around what people type. */
export function trimmed(address: Address): Address {
  const { id, name, street, postalCode, city, country } = address
  return {
    id,
    name: name.trim(),
    street: street.trim(),
    postalCode: postalCode.trim(),
    city: city.trim(),
    country
  }
}
