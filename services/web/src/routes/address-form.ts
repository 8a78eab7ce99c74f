import type { Address } from '../domain/customers.ts'
import type { Words } from '../views/words/index.ts'
import type { Fields } from './forms.ts'

const lengthMax: Readonly<Record<keyof Address, number>> = {
  name: 100,
  street: 100,
  postalCode: 16,
  city: 100,
  country: 2
}
const fields = Object.keys(lengthMax) as readonly (keyof Address)[]

/** The address in a form, each part as one line without spaces around it. */
export function addressOf(values: Fields): Address {
  // What is pasted may hold tabs, line breaks and other control characters, which the services refuse.
  const part = (name: keyof Address): string =>
    (values[name] ?? '').replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  return {
    name: part('name'),
    street: part('street'),
    postalCode: part('postalCode'),
    city: part('city'),
    country: part('country').toUpperCase()
  }
}

/** What is wrong with the address in a form, by field. */
export function addressErrors(values: Fields, words: Words): Record<string, string> {
  const address = addressOf(values)
  const errors: Record<string, string> = {}
  for (const field of fields) {
    if (address[field] === '') errors[field] = words.forms.missing
    else if (address[field].length > lengthMax[field]) errors[field] = words.forms.tooLong
  }
  if (!errors['country'] && !/^[A-Z]{2}$/.test(address.country))
    errors['country'] = words.forms.country
  return errors
}
