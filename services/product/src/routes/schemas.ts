import { Type, type Static, type TArrayOptions, type TSchema } from 'typebox'
import type { CategoryNode } from '../domain/category.ts'

// What is sent must fit one by one: no line break in a name, no control character that a page could not show.
const lineOf = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f\\u007f]*$' })
const textOf = (maxLength: number) =>
  Type.String({ maxLength, pattern: '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$' })
const listOf = <Item extends TSchema>(item: Item, options: TArrayOptions = {}) =>
  Type.Unsafe<readonly Static<Item>[]>(Type.Array(item, options))
const strict = { additionalProperties: false }

export const idSchema = Type.String({
  minLength: 1,
  maxLength: 80,
  pattern: '^[^\\u0000-\\u001f]+$'
})
export const idParams = Type.Object({ id: idSchema })

const optionSchema = Type.Object(
  {
    name: lineOf(60),
    description: Type.Optional(textOf(500)),
    priceInCent: Type.Integer({
      // A cart that costs nothing cannot be paid, and so could never become an order.
      minimum: 1,
      maximum: 10_000_000,
      description: 'Euro cents, tax included.'
    }),
    stock: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      description: 'What can be sold: what orders have reserved is not part of it.'
    })
  },
  strict
)

// An address of ours or of the web, never a script.
const addressSchema = Type.String({ maxLength: 500, pattern: '^(https?://|/)[^\\s<>"\'\\\\]*$' })
const imageSchema = Type.Object(
  { thumbnail: addressSchema, preview: addressSchema, original: addressSchema },
  strict
)

const draftFields = {
  sku: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$', maxLength: 40 })),
  name: lineOf(120),
  description: Type.Optional(textOf(4_000)),
  options: listOf(optionSchema, { minItems: 1, maxItems: 20 }),
  categories: listOf(lineOf(163), {
    minItems: 1,
    maxItems: 5,
    description: 'Paths of at most four levels, such as "Books/Poetry".'
  })
}

/** A product as `POST /products` and a line of a catalogue file hold it. */
export const draftSchema = Type.Object(
  { ...draftFields, images: Type.Optional(listOf(imageSchema, { minItems: 1, maxItems: 10 })) },
  strict
)

const crumbSchema = Type.Object({ id: Type.String(), name: Type.String() })
export const categorySchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  count: Type.Integer({ description: 'Products in it and below it.' })
})

const productFields = {
  id: Type.String(),
  ...draftFields,
  images: listOf(imageSchema),
  breadcrumbs: listOf(crumbSchema, {
    description: 'The way from the first level to the first category.'
  })
}
export const productSchema = Type.Object(productFields)

const levelAbove = (children: TSchema) =>
  Type.Object({ category: categorySchema, children: Type.Array(children) })
const leaf = Type.Object({
  category: categorySchema,
  children: Type.Array(Type.Unknown(), { maxItems: 0 })
})
export const treeSchema = Type.Unsafe<{ readonly tree: readonly CategoryNode[] }>(
  Type.Object({ tree: Type.Array(levelAbove(levelAbove(levelAbove(leaf)))) })
)

const nextSchema = Type.Optional(
  Type.String({ description: 'The cursor of the next page; missing on the last one.' })
)
export const categoryPageSchema = Type.Object({
  activeProducts: listOf(productSchema),
  total: Type.Integer(),
  next: nextSchema,
  category: categorySchema,
  ancestors: listOf(categorySchema, { description: 'From the first level down.' })
})
export const productPageSchema = Type.Object({
  products: listOf(
    Type.Object({
      ...productFields,
      matched: Type.Optional(
        listOf(Type.String(), {
          maxItems: 30,
          description:
            'With `q`: the words of name, categories and description, as they are written there, that the ' +
            'search has matched. Mark them where they stand as whole words.'
        })
      )
    })
  ),
  total: Type.Integer({ description: 'At most 1,000 with `q`.' }),
  totalIsExact: Type.Boolean({ description: 'False when there are more than `total`.' }),
  next: nextSchema
})

export const limitSchema = Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 24 }))
export const cursorSchema = Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 }))
export const sortSchema = Type.Optional(
  Type.Union(
    [
      Type.Literal('newest'),
      Type.Literal('price-asc'),
      Type.Literal('price-desc'),
      Type.Literal('name')
    ],
    { default: 'newest', description: 'Prices are those of the cheapest option.' }
  )
)

export const savedSchema = Type.Object({
  id: Type.String(),
  outcome: Type.Union([Type.Literal('created'), Type.Literal('updated')])
})
export const bulkReportSchema = Type.Object({
  accepted: Type.Integer({ description: 'Lines whose product went in.' }),
  created: Type.Integer(),
  updated: Type.Integer(),
  failed: Type.Integer(),
  errors: listOf(Type.Object({ line: Type.Integer(), message: Type.String() }), {
    maxItems: 100,
    description: 'The first hundred; lines are counted from 1.'
  })
})

export const reservationSchema = Type.Object(
  {
    orderId: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
    lines: listOf(
      Type.Object(
        {
          productId: idSchema,
          option: lineOf(60),
          amount: Type.Integer({ minimum: 1, maximum: 99 })
        },
        strict
      ),
      { minItems: 1, maxItems: 50 }
    )
  },
  strict
)
export const reservedSchema = Type.Object({
  orderId: Type.String(),
  expiresAt: Type.Integer({ description: 'Epoch milliseconds.' })
})
