import type { Html } from '@microzon/shared/html'
import type { Locale } from '@microzon/shared/money'
import { accountPage } from '../src/views/account.ts'
import { cartPage } from '../src/views/cart.ts'
import { categoryPage } from '../src/views/category.ts'
import { checkoutPage } from '../src/views/checkout.ts'
import { errorPage } from '../src/views/error.ts'
import { loginPage } from '../src/views/login.ts'
import type { ErrorKind } from '../src/views/models.ts'
import { orderPage } from '../src/views/order.ts'
import { ordersPage } from '../src/views/orders.ts'
import { productPage } from '../src/views/product.ts'
import { registrationPage } from '../src/views/registration.ts'
import { searchPage } from '../src/views/search.ts'
import { shopPage } from '../src/views/shop.ts'
import { statusPage } from '../src/views/status.ts'
import { wordsOf } from '../src/views/words/index.ts'
import {
  frameOf,
  formOf,
  products,
  treeOf,
  shelvesOf,
  productModel,
  cartModel,
  brokenCart,
  unpricedCart,
  addressValues,
  brokenAddress,
  checkoutModel,
  orderOf,
  ordersOf,
  accountModel,
  statusModel,
  type Text
} from './view-models.ts'

export type PageName = string

export const errorKinds: readonly ErrorKind[] = [
  'not-found',
  'stale-form',
  'too-many',
  'bad-request',
  'fault',
  'catalog-away',
  'cart-away',
  'account-away',
  'orders-away',
  'payment-away',
  'order-unknown',
  'late',
  'busy'
]

const onePage = { first: undefined, next: undefined }

/** Every page in its states, by name. */
export function pagesOf(locale: Locale, text: Text = same): ReadonlyMap<PageName, Html> {
  const frame = frameOf(locale, text)
  const words = wordsOf(locale)
  const shelf = products(text)
  const tree = treeOf(text)
  const [books, novels] = [tree[0], tree[0]?.children[0]]
  if (books === undefined || novels === undefined)
    throw new RangeError('the fixtures have no books')
  const list = {
    tree,
    category: novels.category,
    ancestors: [books.category],
    sort: 'newest'
  } as const
  const found = shelf
    .slice(0, 5)
    .map(each => ({ ...each, matched: ['Pride', 'Jane', 'pan', 'iron'].map(text) }))
  const guest = { ...frame, email: undefined, cartCount: 0, toast: undefined }
  const search = { tree, text: text('jane'), totalIsExact: true, pages: onePage }
  return new Map<PageName, Html>([
    [
      'shop',
      shopPage(guest, { season: 'autumn', tree, newest: shelf, shelves: shelvesOf(tree, shelf) })
    ],
    ['shop-empty', shopPage(guest, { season: 'winter', tree: [], newest: [], shelves: [] })],
    [
      'category',
      categoryPage(frame, {
        ...list,
        products: shelf,
        total: 26,
        pages: {
          first: text('/shop/category/x?sort=newest'),
          next: text('/shop/category/x?cursor=y')
        }
      })
    ],
    [
      'category-parent',
      categoryPage(frame, {
        ...list,
        category: books.category,
        ancestors: [],
        products: shelf,
        total: 116,
        pages: onePage
      })
    ],
    ['category-empty', categoryPage(frame, { ...list, products: [], total: 0, pages: onePage })],
    [
      'search',
      searchPage({ ...frame, searchText: text('jane') }, { ...search, products: found, total: 5 })
    ],
    ['search-empty', searchPage(frame, { ...search, products: [], total: 0 })],
    ['search-start', searchPage(frame, { ...search, text: '', products: [], total: 0 })],
    ['product', productPage({ ...frame, toast: words.cart.added }, productModel(shelf, text))],
    [
      'product-problem',
      productPage(guest, {
        ...productModel(shelf, text),
        form: formOf({ amount: text('3') }, words.cart.refusals.SOLD_OUT)
      })
    ],
    ['product-gone', productPage(frame, { ...productModel(shelf, text, 7), related: [] })],
    ['cart', cartPage({ ...frame, toast: text(words.cart.changed) }, cartModel(text))],
    ['cart-invalid', cartPage(frame, brokenCart(text, words.cart.amountWrong))],
    ['cart-unpriced', cartPage(frame, unpricedCart(text))],
    ['cart-frozen', cartPage(frame, { ...cartModel(text), isFrozen: true })],
    ['cart-waiting', cartPage(frame, { ...cartModel(text), isWaiting: true })],
    ['cart-empty', cartPage(guest, { ...cartModel(text), items: [], totalCents: 0 })],
    ['checkout', checkoutPage(frame, checkoutModel(text))],
    [
      'checkout-errors',
      checkoutPage(frame, {
        ...checkoutModel(text),
        form: brokenAddress(text, words.forms.missing)
      })
    ],
    [
      'checkout-declined',
      checkoutPage(frame, {
        ...checkoutModel(text),
        form: formOf(addressValues(text), words.checkout.refusals.declined),
        refusal: 'declined'
      })
    ],
    [
      'checkout-price',
      checkoutPage(frame, {
        ...checkoutModel(text),
        form: formOf(addressValues(text), words.checkout.refusals['price-changed']),
        refusal: 'price-changed',
        shownBeforeCents: 7310
      })
    ],
    [
      'checkout-new',
      checkoutPage(frame, { ...checkoutModel(text), addresses: [], form: formOf({}) })
    ],
    [
      'order',
      orderPage(frame, {
        order: orderOf(text, [
          'RECEIVED',
          'FROZEN',
          'PRICED',
          'RESERVED',
          'CHARGING',
          'CHARGED',
          'CONFIRMED'
        ])
      })
    ],
    [
      'order-working',
      orderPage(frame, {
        order: orderOf(text, ['RECEIVED', 'FROZEN', 'PRICED', 'RESERVED', 'CHARGING'])
      })
    ],
    [
      'order-checking',
      orderPage(frame, {
        order: orderOf(text, [
          'RECEIVED',
          'FROZEN',
          'PRICED',
          'RESERVED',
          'CHARGING',
          'CHARGE_UNKNOWN'
        ])
      })
    ],
    [
      'order-undoing',
      orderPage(frame, {
        order: {
          ...orderOf(text, ['RECEIVED', 'FROZEN', 'COMPENSATING']),
          reason: text('out-of-stock')
        }
      })
    ],
    [
      'order-cancelled',
      orderPage(frame, {
        order: {
          ...orderOf(text, [
            'RECEIVED',
            'FROZEN',
            'PRICED',
            'RESERVED',
            'CHARGING',
            'COMPENSATING',
            'CANCELLED'
          ]),
          reason: 'declined'
        }
      })
    ],
    [
      'orders',
      ordersPage(frame, {
        orders: ordersOf(text),
        pages: { ...onePage, next: text('/shop/orders?cursor=x') }
      })
    ],
    ['orders-empty', ordersPage(frame, { orders: [], pages: onePage })],
    ['login', loginPage(guest, { form: formOf({}), next: text('/shop/checkout') })],
    [
      'login-wrong',
      loginPage(guest, {
        form: formOf({ email: text('ada@example.org') }, words.user.wrong),
        next: '/shop'
      })
    ],
    ['registration', registrationPage(guest, { form: formOf({}), next: text('/shop') })],
    [
      'registration-errors',
      registrationPage(guest, {
        form: {
          values: { email: text('ada@example.org') },
          errors: {
            email: words.user.refusals.EMAIL_TAKEN,
            password: words.user.refusals.PASSWORD_TOO_SHORT
          },
          message: undefined
        },
        next: '/shop'
      })
    ],
    ['account', accountPage(frame, accountModel(text))],
    [
      'account-errors',
      accountPage(frame, {
        ...accountModel(text),
        addressForm: brokenAddress(text, words.forms.missing),
        passwordForm: {
          values: {},
          errors: { password: words.user.refusals.PASSWORD_WRONG },
          message: undefined
        }
      })
    ],
    ['status', statusPage(guest, statusModel(text))],
    [
      'status-fine',
      statusPage(guest, { ...statusModel(text), services: statusModel(text).services.slice(0, 2) })
    ],
    ...errorKinds.map(kind => [`error-${kind}`, errorPage(guest, { kind, status: 500 })] as const)
  ])
}

const same: Text = text => text
