import type { CartItem } from '../src/domain/carts.ts'
import type { CategoryNode, Product, ProductOption } from '../src/domain/catalog.ts'
import type { KnownAddress } from '../src/domain/customers.ts'
import type { Order, OrderState } from '../src/domain/orders.ts'
import type { Locale } from '@microzon/shared/money'
import type {
  AccountModel,
  CartModel,
  CheckoutModel,
  FormState,
  Frame,
  InstanceModel,
  ProductModel,
  StatusModel
} from '../src/views/models.ts'

/** Turns every string that comes from outside into another one, to see what becomes of it. */
export type Text = (text: string) => string

const now = Date.UTC(2026, 10, 24, 13, 3, 22)

export function frameOf(locale: Locale, text: Text): Frame {
  return {
    locale,
    csrfToken: text('csrf-token'),
    cartCount: 3,
    email: text('ada@example.org'),
    toast: undefined,
    correlationId: text('463ac35c9f6413ad48485a3953bb6124'),
    searchText: text('')
  }
}

export function formOf(values: FormState['values'], message?: string): FormState {
  return { values, errors: {}, message }
}

type OptionFacts = readonly [priceCents: number, stock: number, description?: string]

function option(name: string, ...[priceCents, stock, description]: OptionFacts): ProductOption {
  return { name, priceCents, stock, description }
}

const things: readonly (readonly [string, string, readonly ProductOption[]])[] = [
  [
    'Pride and Prejudice',
    'Jane Austen, 1813. Elizabeth Bennet judges quickly and well, and is wrong about the one ' +
      'man who matters. The dialogue is as quick as fencing, and the money is never out of ' +
      'sight. Begin it in the evening only if the next morning is free.',
    [
      option('Paperback', 890, 42),
      option('Linen hardcover', 2200, 4),
      option('Large print', 2750, 0, '16 point, two volumes')
    ]
  ],
  [
    'Black Iron Skillet',
    'Pressed from one sheet of carbon steel, thick at the base, with a long handle that stays ' +
      'cool. It arrives grey and turns black in a month of onions.',
    [option('24 cm', 3800, 16), option('28 cm', 4600, 12)]
  ],
  [
    'Cast-Iron Casserole',
    'Heavy enough to stay put and happy to stand in the oven all afternoon.',
    [option('20 cm, 2.4 litres', 9800, 2), option('24 cm, 4.2 litres', 12_900, 1)]
  ],
  [
    'Persuasion',
    'Jane Austen, 1817. Eight years after she was talked out of an engagement, Anne Elliot ' +
      'meets Captain Wentworth again.',
    [option('Paperback', 850, 30)]
  ],
  [
    'Emma',
    'Jane Austen, 1815. A clever young woman with too little to do arranges the hearts of a whole village.',
    [option('Paperback', 890, 26)]
  ],
  [
    'Copper Jam Pan',
    'Wide, shallow and unlined, as jam likes it.',
    [option('36 cm, 9 litres', 13_900, 2)]
  ],
  [
    'Enamel Milk Pan',
    'A small pan with a lip on the left and the right, for cocoa at either hand.',
    [option('12 cm', 2200, 25)]
  ],
  [
    'Wok with Wooden Handle',
    'Hammered carbon steel, flat for a hand’s breadth at the bottom.',
    [option('30 cm', 4900, 0), option('34 cm', 5700, 0)]
  ],
  [
    'Stock Pot with Strainer Lid',
    'Tall, so that bones stay under water and little steams away.',
    [option('8 litres', 7900, 6)]
  ],
  [
    'Oval Roasting Dish',
    'Stoneware, fired dark brown outside and glazed honey within.',
    [option('Medium', 4400, 9)]
  ],
  [
    'Stainless Steel Saucepan',
    'Three layers from rim to rim, so that milk does not catch in the corners.',
    [option('1 litre', 4400, 11)]
  ],
  [
    'Sense and Sensibility',
    'Jane Austen, 1811. Two sisters, one with too much feeling and one who hides all of it.',
    [option('Paperback', 890, 18)]
  ]
]

export function products(text: Text): readonly Product[] {
  return things.map(([name, description, options]) => ({
    id: text(name.toLowerCase().replaceAll(/[^a-z]+/g, '-')),
    name: text(name),
    description: text(description),
    options: options.map(each => ({ ...each, name: text(each.name) })),
    breadcrumbs: [
      { id: text('books'), name: text('Books') },
      { id: text('novels'), name: text('Novels') }
    ],
    matched: []
  }))
}

const shelves: readonly (readonly [string, number, readonly (readonly [string, number])[]])[] = [
  [
    'Books',
    116,
    [
      ['Novels', 26],
      ['Adventure', 13],
      ['Mystery and Gothic', 15],
      ['Poetry', 15],
      ['Drama', 10]
    ]
  ],
  [
    'Food',
    34,
    [
      ['Pantry', 12],
      ['Tea', 6]
    ]
  ],
  [
    'Garden',
    41,
    [
      ['Seeds', 10],
      ['Plants', 12]
    ]
  ],
  [
    'Home',
    33,
    [
      ['Lamps', 10],
      ['Textiles', 11]
    ]
  ],
  [
    'Kitchen',
    52,
    [
      ['Pots and Pans', 9],
      ['Tea and Coffee', 9]
    ]
  ],
  ['Records', 1450, [['Orchestral', 12]]],
  ['Gift cards', 1, []]
]

export function treeOf(text: Text): readonly CategoryNode[] {
  const node = (
    name: string,
    count: number,
    children: readonly CategoryNode[] = []
  ): CategoryNode => {
    return { category: { id: text(name.toLowerCase()), name: text(name), count }, children }
  }
  return shelves.map(([name, count, children]) =>
    node(
      name,
      count,
      children.map(([child, of]) => node(child, of))
    )
  )
}

export function shelvesOf(tree: readonly CategoryNode[], shelf: readonly Product[]) {
  return [tree[0], tree[4]].flatMap((node, index) => {
    if (node === undefined) return []
    return [{ category: node.category, products: index === 0 ? shelf : shelf.toReversed() }]
  })
}

export function productModel(shelf: readonly Product[], text: Text, index = 0): ProductModel {
  const product = shelf[index]
  if (product === undefined) throw new RangeError('the fixtures have no such product')
  return { product, option: text('Linen hardcover'), related: shelf.slice(1, 5), form: formOf({}) }
}

function item(text: Text, index: number, change: Partial<CartItem> = {}): CartItem {
  const [name = '', , options = []] = things[index] ?? []
  const { amount = index + 1 } = change
  const unitPriceCents = options[0]?.priceCents ?? 0
  return {
    id: text(`item-${index}`),
    productId: text(name.toLowerCase().replaceAll(/[^a-z]+/g, '-')),
    productOption: text(options[0]?.name ?? ''),
    amount,
    name: text(name),
    unitPriceCents,
    totalCents: unitPriceCents * amount,
    stock: 20,
    problem: undefined,
    ...change
  }
}

export function cartModel(text: Text): CartModel {
  const items = [item(text, 0), item(text, 1), item(text, 9, { amount: 99 })]
  const totalCents = items.reduce((sum, { totalCents: cents = 0 }) => sum + cents, 0)
  return {
    items,
    totalCents,
    valid: true,
    pricesChecked: true,
    isFrozen: false,
    isWaiting: false,
    message: undefined
  }
}

export function brokenCart(text: Text, message: string): CartModel {
  const without = { unitPriceCents: undefined, totalCents: undefined, stock: undefined }
  const items = [
    item(text, 0, { problem: 'gone', ...without }),
    item(text, 1, { problem: 'too-few', stock: 1 }),
    item(text, 2, { problem: 'sold-out', stock: 0 }),
    item(text, 3, { problem: 'option-gone', ...without })
  ]
  return { ...cartModel(text), items, valid: false, message: text(message) }
}

export function unpricedCart(text: Text): CartModel {
  const without = { unitPriceCents: undefined, totalCents: undefined, stock: undefined }
  const items = [item(text, 0, without), item(text, 1, without)]
  return { ...cartModel(text), items, valid: false, pricesChecked: false, totalCents: 0 }
}

export function addressValues(text: Text): Readonly<Record<string, string>> {
  return {
    name: text('Ada Lovelace'),
    street: text('12 St James’s Square'),
    postalCode: text('10115'),
    city: text('Berlin'),
    country: text('DE')
  }
}

function addresses(text: Text): readonly KnownAddress[] {
  const [name, country] = [text('Ada Lovelace'), text('GB')]
  return [
    {
      id: text('a-1'),
      name,
      street: text('12 St James’s Square'),
      postalCode: text('10115'),
      city: text('Berlin'),
      country: text('DE')
    },
    {
      id: text('a-2'),
      name,
      street: text('5 Ockham Road'),
      postalCode: text('KT24 6PE'),
      city: text('East Horsley'),
      country
    }
  ]
}

export function brokenAddress(text: Text, missing: string): FormState {
  const values = { ...addressValues(text), city: '', country: text('QQ') }
  return { values, errors: { city: text(missing), country: text(missing) }, message: undefined }
}

export function checkoutModel(text: Text): CheckoutModel {
  const { items, totalCents } = cartModel(text)
  return {
    items: items.slice(0, 2),
    totalCents,
    checkoutToken: text('checkout-token'),
    addresses: addresses(text),
    form: formOf(addressValues(text)),
    shownBeforeCents: undefined,
    refusal: undefined
  }
}

export function orderOf(text: Text, states: readonly OrderState[]): Order {
  const lines = [item(text, 0), item(text, 1)].map(
    ({ productId, productOption, amount, name, unitPriceCents, totalCents }) => {
      return { productId, option: productOption, amount, name, unitPriceCents, totalCents }
    }
  )
  const [address] = addresses(text)
  if (address === undefined) throw new RangeError('the fixtures have no address')
  return {
    id: text('0f8a2c1e-5b7d-4c1f-9a3e-2d6b8c4e7f10'),
    state: states.at(-1) ?? 'RECEIVED',
    reason: undefined,
    lines,
    totalCents: 8490,
    address,
    steps: states.map((state, index) => ({ state, at: now + index * 700 })),
    createdAt: now
  }
}

export function ordersOf(text: Text): readonly Order[] {
  return [
    orderOf(text, ['RECEIVED', 'RESERVED']),
    orderOf(text, ['RECEIVED', 'CONFIRMED']),
    { ...orderOf(text, ['RECEIVED', 'CANCELLED']), createdAt: now - 86_400_000 * 20 }
  ]
}

export function accountModel(text: Text): AccountModel {
  return {
    email: text('ada@example.org'),
    addresses: addresses(text),
    addressForm: formOf({}),
    passwordForm: formOf({})
  }
}

function instance(text: Text, change: Partial<InstanceModel>): InstanceModel {
  const seconds = Array.from({ length: 60 }, (_, index) => {
    const requests = index % 17 === 16 ? 0 : 5 + (index % 4)
    return {
      requests,
      errors: index === 40 ? 2 : 0,
      meanMs: requests && 4 + Math.abs(Math.sin(index / 4)) * 9 + (index % 5)
    }
  })
  return {
    id: text('cart-1'),
    address: text('127.0.0.1'),
    port: 20_104,
    version: text('0.1.0'),
    state: 'ready',
    since: now - 754_000,
    seconds,
    ...change
  }
}

export function statusModel(text: Text): StatusModel {
  const quiet = instance(text, {}).seconds.map(() => ({ requests: 0, errors: 0, meanMs: 0 }))
  const from = { source: 'live', mechanism: 'consul', ageMs: 2_400 } as const
  const client = { inFlight: 3, retries: 17, throttled: 0 }
  const calls = { inFlight: 1, estimateMs: 23.4, circuit: 'closed', ejections: 0 } as const
  const fine = (name: string) => ({
    name,
    ...from,
    client,
    instances: [instance(text, { id: text(`${name}-1`), calls })]
  })
  return {
    refreshedAt: now,
    services: [
      {
        name: 'edge',
        ...from,
        instances: [instance(text, { id: text('edge-1'), seconds: [] })]
      },
      fine('product'),
      {
        name: 'cart',
        ...from,
        client: { ...client, throttled: 0.123 },
        instances: [
          instance(text, { seconds: quiet, calls: { ...calls, ejections: 2 } }),
          instance(text, {
            id: text('cart-2'),
            state: 'failing',
            since: now - 12_000,
            calls: { ...calls, circuit: 'open', ejections: 1, retryInMs: 4_100 }
          }),
          instance(text, {
            id: text('cart-3'),
            state: 'draining',
            since: now - 3_700_000,
            calls: { ...calls, circuit: 'half-open' }
          }),
          instance(text, {
            id: text('cart-4'),
            state: 'gone',
            since: now - 90_000_000,
            seconds: []
          })
        ]
      },
      {
        name: 'billing',
        source: 'last-known',
        mechanism: 'dns',
        ageMs: 754_000,
        client,
        instances: [instance(text, { id: text('billing-1'), calls })]
      },
      { name: 'payment', source: 'none', instances: [] },
      fine('customer')
    ]
  }
}
