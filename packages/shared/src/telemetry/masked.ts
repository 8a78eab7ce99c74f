/**
 * The text with the digits of payment card numbers turned into nines. The last guard behind
 * redaction by name: a number that got into a message, a path or the text of an error must not be
 * kept. Takes 15 or 16 digits, in the usual groups or in one, that pass the Luhn check. Nines keep
 * JSON valid where the number was one.
 */
export function maskCards(text: string): string {
  return text.length < 15 || !card.test(text)
    ? text
    : text.replace(everyCard, found => (isLuhn(found) ? found.replace(/\d/g, '9') : found))
}

function isLuhn(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

// Not within a word (hexadecimal ids) and not within a decimal fraction. Times in microseconds begin with 1.
const card = /(?<!\w|\d\.)(?:[3-6]\d{3}(?:[ -]?\d{4}){3}|3\d{3}[ -]?\d{6}[ -]?\d{5})(?!\w|\.\d)/
const everyCard = new RegExp(card, 'g')
