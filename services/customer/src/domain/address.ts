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
