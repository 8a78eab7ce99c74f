import { DomainError } from '@microzon/shared/errors'

/** How the simulator treats a card. */
export type Scenario = 'pays' | 'declined' | 'insufficient-funds' | 'fails' | 'slow'

export type Card = { readonly number: string; readonly expiry: string; readonly cvc: string }

/** What may be kept of a card. Its number is not part of it. */
export type KnownCard = {
  readonly scenario: Scenario
  readonly brand: string
  readonly last4: string
}

const scenarios: Readonly<Record<string, Scenario>> = {
  '4242424242424242': 'pays',
  '4000000000000002': 'declined',
  '4000000000009995': 'insufficient-funds',
  '4000000000000119': 'fails',
  '4000000000006975': 'slow'
}

/**
 * Recognises a test card. Throws `CARD_INVALID` for what cannot be a card, and
 * `CARD_NOT_OF_THE_SIMULATOR` for any other one, so that nobody's real card is ever taken. `now` in
 * epoch milliseconds.
 */
export function recognise(card: Card, now: number): KnownCard {
  const number = card.number.replaceAll(/[ -]/g, '')
  if (!/^\d{12,19}$/.test(number) || !isLuhn(number)) throw invalid('the number is not right')
  if (!/^\d{3,4}$/.test(card.cvc)) throw invalid('the security code has three or four digits')
  if (isExpired(card.expiry, now)) throw invalid('the card has expired, or its date is not MM/YY')
  const scenario = scenarios[number]
  if (scenario === undefined) {
    throw new DomainError('CARD_NOT_OF_THE_SIMULATOR', 'only the test cards are taken')
  }
  return { scenario, brand: 'visa', last4: number.slice(-4) }
}

/** ISO/IEC 7812: the sum of the digits, every second one from the right doubled, ends in 0. */
function isLuhn(number: string): boolean {
  const sum = number
    .split('')
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return sum % 10 === 0
}

function isExpired(expiry: string, now: number): boolean {
  const [, month, year] = /^(0[1-9]|1[0-2]) ?\/ ?(\d{2})$/.exec(expiry.trim()) ?? []
  if (month === undefined || year === undefined) return true
  // A card is good to the end of its month.
  return Date.UTC(2000 + Number(year), Number(month)) <= now
}

function invalid(message: string): DomainError {
  return new DomainError('CARD_INVALID', message)
}
