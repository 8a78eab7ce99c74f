import { DomainError } from '@microzon/shared/errors'
import { amountMax, linesMax, type Cart, type Choice, type Line } from './cart.ts'

export type Added = {
  readonly cart: Cart
  readonly line: Line
  /** Less was added than asked for, since the line is full. */
  readonly capped: boolean
}

export type Merged = {
  readonly target: Cart
  readonly source: Cart
  /** Lines of the target whose sum would have been more than 99. */
  readonly capped: readonly Line[]
  /** Lines of the source for which the target had no room. */
  readonly leftOut: readonly Line[]
}

/** Adds to the line of the same choice, or at the end. Throws `CART_LINE_LIMIT` for a 51st line. */
export function addLine(cart: Cart, added: Line): Added {
  const same = cart.lines.find(line => isSame(line, added))
  if (same === undefined) {
    if (cart.lines.length >= linesMax) {
      throw new DomainError('CART_LINE_LIMIT', `a cart takes ${linesMax} lines`, {
        details: { linesMax }
      })
    }
    return { cart: changed(cart, [...cart.lines, added]), line: added, capped: false }
  }
  const { amount, capped } = sum(same.amount, added.amount)
  const { name, optionName } = added
  const line = { ...same, amount, name, optionName }
  return { cart: withLine(cart, line), line, capped }
}

/** Sets the amount of a line, 1 to 99. Throws `ITEM_UNKNOWN`. */
export function setAmount(cart: Cart, lineId: string, amount: number): Cart {
  const line = lineOf(cart, lineId)
  return withLine(cart, { ...line, amount })
}

/** Throws `ITEM_UNKNOWN`, also when the line was removed before. */
export function removeLine(cart: Cart, lineId: string): Cart {
  lineOf(cart, lineId)
  return changed(
    cart,
    cart.lines.filter(line => line.id !== lineId)
  )
}

/**
 * Moves the lines of `source` into `target`: equal ones are summed and stop at 99, what comes after
 * the 50th line is left out, and both are told. The source is closed, so that its lines cannot come
 * twice.
 */
export function mergeCarts(target: Cart, source: Cart): Merged {
  let lines = target.lines
  const capped: Line[] = []
  const leftOut: Line[] = []
  for (const line of source.lines) {
    const same = lines.find(other => isSame(other, line))
    if (same === undefined) {
      if (lines.length < linesMax) lines = [...lines, line]
      else leftOut.push(line)
      continue
    }
    const summed = sum(same.amount, line.amount)
    const full = { ...same, amount: summed.amount }
    lines = lines.map(other => (other === same ? full : other))
    if (summed.capped) capped.push(full)
  }
  const closed: Cart = {
    ...source,
    // From here on only the customer may see what the guest had.
    customerId: target.customerId,
    state: 'merged',
    version: source.version + 1,
    mergedInto: target.id
  }
  return { target: changed(target, lines), source: closed, capped, leftOut }
}

/** Takes what was bought out of a cart that has been changed since. */
export function subtractLines(
  cart: Cart,
  bought: readonly (Choice & { readonly amount: number })[]
): Cart {
  const lines = cart.lines.flatMap(line => {
    const amount = line.amount - (bought.find(item => isSame(item, line))?.amount ?? 0)
    return amount > 0 ? [{ ...line, amount }] : []
  })
  return changed(cart, lines)
}

function lineOf(cart: Cart, lineId: string): Line {
  const line = cart.lines.find(({ id }) => id === lineId)
  if (line === undefined) throw new DomainError('ITEM_UNKNOWN', 'the cart has no such item')
  return line
}

function withLine(cart: Cart, line: Line): Cart {
  return changed(
    cart,
    cart.lines.map(other => (other.id === line.id ? line : other))
  )
}

/**
 * Raises the version only for a real change, so that a repeated PUT does not end a checkout that
 * has begun.
 */
function changed(cart: Cart, lines: readonly Line[]): Cart {
  const isEqual =
    lines.length === cart.lines.length &&
    lines.every((line, index) => {
      const before = cart.lines[index]
      return before?.id === line.id && before.amount === line.amount
    })
  return isEqual ? cart : { ...cart, lines, version: cart.version + 1 }
}

function sum(left: number, right: number): { readonly amount: number; readonly capped: boolean } {
  const amount = left + right
  return { amount: Math.min(amount, amountMax), capped: amount > amountMax }
}

function isSame(left: Choice, right: Choice): boolean {
  return left.productId === right.productId && left.productOption === right.productOption
}
