import type { CallResult, ServiceClient } from '@microzon/shared/client'
import { cartOperations } from './cart-operations.ts'
import { ok, stale } from './load.ts'
import { findProducts, productOperations } from './product-operations.ts'
import { standInOperations } from './stand-in-operations.ts'

/** One thing that can be asked of a target, ready to be sent. */
export type Operation = () => Promise<CallResult<unknown>>

export type Operations = Readonly<Record<string, Operation>>

/** Makes what the operations need there, such as carts. */
export async function operationsOf(
  target: 'cart' | 'product' | 'stand-in',
  clientOf: (target: string) => ServiceClient
): Promise<Operations> {
  const client = clientOf(target)
  switch (target) {
    case 'cart': {
      const [product = none] = await findProducts(clientOf('product'))
      return await cartOperations(client, product)
    }
    case 'product':
      return await productOperations(client)
    case 'stand-in':
      return standInOperations(client)
    default:
      return target satisfies never
  }
}

const none = { productId: '', productOption: '' }

/** `ok` or `stale`, or why not: what the caller's caller would be told. */
export function outcomeOf(result: CallResult<unknown>): string {
  switch (result.kind) {
    case 'answered':
      return result.ageMs === undefined ? ok : stale
    case 'business':
      return `${result.status} ${result.code}`
    case 'technical':
      return result.reason
    case 'overload':
    case 'deadline':
      return result.kind
    default:
      return result satisfies never
  }
}
