import { Type } from 'typebox'
import { amountMax, linesMax } from '../domain/cart.ts'

const idLengthMax = 64
const optionLengthMax = 100

const Id = Type.String({ minLength: 1, maxLength: idLengthMax })
const Option = Type.String({ minLength: 1, maxLength: optionLengthMax })
const Amount = Type.Integer({ minimum: 1, maximum: amountMax })

const closed = { additionalProperties: false }
const Version = Type.Integer({ minimum: 1 })
const ItemCount = Type.Integer({ minimum: 0, maximum: amountMax * linesMax })
const Cents = Type.Integer({ minimum: 0 })
const State = Type.Union([
  Type.Literal('open'),
  Type.Literal('frozen'),
  Type.Literal('ordered'),
  Type.Literal('merged')
])

export const CartParams = Type.Object({ id: Id })
export const ItemParams = Type.Object({ id: Id, itemId: Id })
export const CheckoutParams = Type.Object({ id: Id, checkoutId: Id })
export const CustomerQuery = Type.Object({ customerId: Id }, closed)

export const CartAnswer = Type.Object({
  id: Id,
  itemCount: ItemCount,
  version: Version,
  state: State,
  customerId: Type.Optional(Id)
})
export const CartsAnswer = Type.Object({ carts: Type.Array(CartAnswer, { maxItems: 1 }) })

export const ItemsAnswer = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Id,
      productId: Id,
      productOption: Option,
      amount: Amount,
      name: Type.String(),
      optionName: Type.Optional(Option),
      unitPriceCents: Type.Optional(Cents),
      totalCents: Type.Optional(Cents),
      stock: Type.Optional(Type.Integer({ minimum: 0 })),
      picture: Type.Optional(Type.String()),
      problem: Type.Optional(
        Type.Union([
          Type.Literal('gone'),
          Type.Literal('option-gone'),
          Type.Literal('sold-out'),
          Type.Literal('too-few')
        ])
      )
    }),
    { maxItems: linesMax }
  ),
  valid: Type.Boolean(),
  totalCents: Cents,
  itemCount: ItemCount,
  version: Version,
  state: State,
  pricesChecked: Type.Boolean()
})

/** Those of the catalogue; anything else would not survive the way there. */
const ProductId = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' })

export const NoBody = Type.Union([Type.Null(), Type.Object({}, closed)])
export const NewItem = Type.Object(
  { productId: ProductId, productOption: Option, amount: Amount },
  closed
)
export const ItemChange = Type.Object({ amount: Amount }, closed)
export const AddedAnswer = Type.Object({
  ...CartAnswer.properties,
  itemId: Id,
  amount: Amount,
  capped: Type.Boolean()
})

export const MergeRequest = Type.Object({ fromCartId: Id }, closed)
const MergedItem = Type.Object({ productId: Id, productOption: Option, name: Type.String() })
export const MergedAnswer = Type.Object({
  ...CartAnswer.properties,
  capped: Type.Boolean(),
  cappedItems: Type.Array(MergedItem, { maxItems: linesMax }),
  leftOut: Type.Array(MergedItem, { maxItems: linesMax })
})

export const FreezeBody = Type.Object(
  {
    checkoutId: Id,
    expectedVersion: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }),
    customerId: Id
  },
  closed
)
export const SettleQuery = Type.Object(
  {
    outcome: Type.Optional(Type.Union([Type.Literal('released'), Type.Literal('ordered')]))
  },
  closed
)
export const SnapshotAnswer = Type.Object({
  cartId: Id,
  checkoutId: Id,
  customerId: Id,
  version: Version,
  items: Type.Array(
    Type.Object({ productId: Id, productOption: Option, amount: Amount, name: Type.String() }),
    { minItems: 1, maxItems: linesMax }
  )
})
