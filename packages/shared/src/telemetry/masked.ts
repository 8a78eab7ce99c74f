/**
 * The text with the digits of payment card numbers turned into nines. The last guard behind
 * redaction by name: a number that got into a message, a path or the text of an error must not be
 * kept. Takes what has 13 to 19 digits, in one piece or in the usual groups, and passes the Luhn
 * check. Nines keep JSON valid where the number was one.
 */
export function maskCards(text: string): string {
  if (text.length < shortest) return text
  let masked = ''
  let done = 0
  for (const { index } of text.matchAll(start)) {
    const end = index < done ? undefined : endOfCard(text, index)
    if (end === undefined) continue
    masked += text.slice(done, index) + text.slice(index, end).replace(digitOrSpace, nine)
    done = end
  }
  return done === 0 ? text : masked + text.slice(done)
}

/** Another number may stand right behind the card's, so the shorter of two forms counts as well. */
function endOfCard(text: string, at: number): number | undefined {
  for (const form of forms) {
    form.lastIndex = at
    const [found] = form.exec(text) ?? []
    if (found !== undefined && isLuhn(found)) return at + found.length
  }
  return undefined
}

function isLuhn(text: string): boolean {
  const digits = text.replaceAll(encodedSpace, '').replace(/\D/g, '')
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

function nine(found: string): string {
  return found === encodedSpace ? found : '9'
}

const shortest = 13
const encodedSpace = '%20'
const digitOrSpace = /%20|\d/g

// Not within a hexadecimal id. A letter of an escape is none of an id, nor is one of another word.
const start = /(?=[2-6]\d{3})(?:(?<=%[\da-f]{2}|\\u[\da-f]{4}|\\[bf])|(?<!\d|\b[\da-f]{1,64}))/gi
const end = String.raw`(?!\d|[\da-f]{1,64}\b)`
const gap = '(?:[ +_\\-\u00a0\u2007-\u2011\u202f]|%20)'
// Times in milliseconds and in microseconds begin with 1, and will begin with 20.
const first = String.raw`(?:2[2-7]|[3-6]\d)\d\d`
const fours = String.raw`${first}(?=\d{0,8}${gap})(?:${gap}?\d{4}){3}`
const forms = [
  // What follows a point is a fraction.
  String.raw`(?<!\d\.)(?:4\d{12}|3\d{13,14}|${first}\d{12,15})`,
  fours,
  String.raw`${fours}${gap}\d{1,3}`,
  String.raw`${first}(?:\.\d{4}){3}`,
  String.raw`3\d{3}${gap}\d{6}${gap}\d{4,5}`,
  String.raw`6\d{5}${gap}\d{13}`
].map(form => new RegExp(form + end, 'iy'))
