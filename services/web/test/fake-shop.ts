import { DomainError } from '@microzon/shared/errors'
import { createTestRuntime } from '@microzon/shared/testing'
import { createApp, type AppPorts } from '../src/app.ts'
import type { Cart, CartItem, Carts } from '../src/domain/carts.ts'
import type { Catalog, Product } from '../src/domain/catalog.ts'
import { createCheckoutTokens } from '../src/domain/checkout-token.ts'
import type { Customers, KnownAddress, Login } from '../src/domain/customers.ts'
import type { Cards, Order, Orders, Placed } from '../src/domain/orders.ts'

/** An address and a card that pays, as the checkout's form has them. */
export const purchase = {
  name: 'Ada',
  street: 'St James’s Square 12',
  postalCode: 'SW1',
  city: 'London',
  country: 'GB',
  cardNumber: '4242424242424242',
  cardExpiry: '12/30',
  cardCvc: '123'
}

export const password = 'correct horse battery'

export const tea: Product = {
  id: 'tea',
  name: 'Green tea',
  description: 'From the hills.',
  options: [
    { name: '100 g', description: undefined, priceCents: 490, stock: 20 },
    { name: '250 g', description: undefined, priceCents: 990, stock: 0 }
  ],
  breadcrumbs: [{ id: 'food', name: 'Food' }],
  matched: []
}

/** Of the same shelf. */
const pot: Product = { ...tea, id: 'pot', name: 'Tea pot' }

/** The services behind web, in memory, each of which can be taken away. */
export type FakeShop = Awaited<ReturnType<typeof createFakeShop>>

export async function createFakeShop(
  options: Partial<Pick<AppPorts, 'publicUrl' | 'admission'>> = {}
) {
  const runtime = createTestRuntime('web')
  const state = {
    /** Services, or single calls, such as `product category`. */
    away: new Set<string>(),
    priceCents: 490,
    carts: new Map<
      string,
      {
        id: string
        version: number
        lines: Map<string, number>
        owner?: string
        isOrdered?: boolean
      }
    >(),
    sessions: new Map<string, string>(),
    orders: new Map<string, Order & { readonly owner: string; readonly key: string }>(),
    placements: [] as { readonly key: string; readonly cardToken: string }[],
    nextPlaced: undefined as Placed | undefined,
    /** Whether an order holds the carts. */
    isFrozen: false,
    /** What does not fit into a customer's cart. */
    leftOut: [] as string[],
    /** So many times an order is not found by its key: it is being written. */
    lateBy: 0,
    calls: [] as string[]
  }
  const ports = {
    catalog: createCatalog(state),
    carts: createCarts(state),
    customers: createCustomers(state),
    orders: createOrders(state),
    cards: createCards(state)
  }
  const app = await createApp({
    runtime,
    ...ports,
    checkoutTokens: createCheckoutTokens('a secret of the tests'),
    sessionSecret: 'a secret of the tests only',
    ...options,
    publicUrl: options.publicUrl ?? 'http://localhost:8080',
    clock: Date.now,
    statusOf: () => ({ services: [], refreshedAt: 0 })
  })
  return { app, runtime, state }
}

type State = Pick<
  Awaited<ReturnType<typeof createFakeShop>>['state'],
  | 'away'
  | 'priceCents'
  | 'carts'
  | 'sessions'
  | 'orders'
  | 'placements'
  | 'nextPlaced'
  | 'isFrozen'
  | 'lateBy'
  | 'leftOut'
  | 'calls'
>

function reach(state: State, service: string, call: string): void {
  state.calls.push(call)
  if (state.away.has(service) || state.away.has(`${service} ${call}`)) {
    throw new DomainError(`${service.toUpperCase()}_UNAVAILABLE`, 'no answer')
  }
}

function createCatalog(state: State): Catalog {
  const page = { products: [tea], total: 1, totalIsExact: true, next: undefined }
  const category = { id: 'food', name: 'Food', count: 2 }
  return {
    async categories() {
      reach(state, 'product', 'categories')
      return [{ category, children: [] }]
    },
    async category({ id }) {
      reach(state, 'product', 'category')
      if (id !== 'food') throw new DomainError('CATEGORY_NOT_FOUND', 'none')
      return { ...page, products: [tea, pot], total: 2, category, ancestors: [] }
    },
    async search() {
      reach(state, 'product', 'search')
      return page
    },
    async newest() {
      reach(state, 'product', 'newest')
      return [tea]
    },
    async product(id) {
      reach(state, 'product', 'product')
      if (id !== tea.id) throw new DomainError('PRODUCT_NOT_FOUND', 'none')
      return tea
    },
    async picture(id) {
      reach(state, 'product', 'picture')
      if (id !== tea.id) throw new DomainError('PRODUCT_NOT_FOUND', 'none')
      return {
        svg: '<svg xmlns="http://www.w3.org/2000/svg"/>',
        etag: '"1"',
        cacheControl: undefined
      }
    }
  }
}

function createCarts(state: State): Carts {
  const opened = new Map<string, string>()
  const refused = new Set<string>()
  const open = (id: string, login: Login | undefined) => {
    const cart = state.carts.get(id)
    if (cart === undefined || (cart.owner !== undefined && cart.owner !== login?.customerId)) {
      throw new DomainError('CART_UNKNOWN', 'none')
    }
    return cart
  }
  /** Nobody can order a guest's. */
  const isHeld = ({ owner }: { readonly owner?: string }): boolean =>
    state.isFrozen && owner !== undefined
  const change = (id: string, login: Login | undefined) => {
    const cart = open(id, login)
    if (isHeld(cart)) throw new DomainError('CART_FROZEN', 'an order holds it')
    return cart
  }
  const stateOf = (cart: { readonly owner?: string; readonly isOrdered?: boolean }) =>
    cart.isOrdered ? 'ordered' : isHeld(cart) ? 'frozen' : 'open'
  const tell = (id: string): Cart => {
    const cart = state.carts.get(id)
    const itemCount = [...(cart?.lines.values() ?? [])].reduce((sum, amount) => sum + amount, 0)
    return { id, itemCount, version: cart?.version ?? 0, state: cart ? stateOf(cart) : 'open' }
  }
  return {
    async open(login, key) {
      reach(state, 'cart', `open ${key}`)
      const own = [...state.carts.values()].find(cart => login && cart.owner === login.customerId)
      // As the service does: an answer under the same key again, and one cart for a customer.
      const known = opened.get(key) ?? own?.id
      if (known !== undefined) {
        opened.set(key, known)
        return tell(known)
      }
      const id = `cart-${state.carts.size + 1}`
      opened.set(key, id)
      state.carts.set(id, {
        id,
        version: 1,
        lines: new Map(),
        ...(login && { owner: login.customerId })
      })
      return tell(id)
    },
    async current(login) {
      reach(state, 'cart', 'current')
      const own = [...state.carts.values()].find(cart => cart.owner === login.customerId)
      return own && tell(own.id)
    },
    async find(id, login) {
      reach(state, 'cart', 'find')
      return tell(open(id, login).id)
    },
    async view(id, login) {
      reach(state, 'cart', 'view')
      const cart = open(id, login)
      const items = [...cart.lines].map(([itemId, amount]) =>
        itemOf(itemId, amount, state.priceCents)
      )
      const totalCents = items.reduce((sum, item) => sum + (item.totalCents ?? 0), 0)
      const { itemCount, version } = tell(id)
      const told = { items, valid: items.length > 0, totalCents, itemCount, version }
      return { ...told, state: stateOf(cart), pricesChecked: true }
    },
    async add(id, item, { login }) {
      reach(state, 'cart', 'add')
      const cart = open(id, login)
      if (item.productOption !== '100 g') throw new DomainError('OPTION_UNKNOWN', 'none')
      cart.lines.set('line-1', (cart.lines.get('line-1') ?? 0) + item.amount)
      cart.version++
      return { capped: false }
    },
    async setAmount(id, { itemId, amount }, login) {
      reach(state, 'cart', 'setAmount')
      const cart = change(id, login)
      if (!cart.lines.has(itemId)) throw new DomainError('ITEM_UNKNOWN', 'none')
      cart.lines.set(itemId, amount)
      cart.version++
    },
    async remove(id, itemId, login) {
      reach(state, 'cart', 'remove')
      change(id, login).lines.delete(itemId)
    },
    async merge(id, fromId, { login, key }) {
      reach(state, 'cart', 'merge')
      if (state.isFrozen) refused.add(key)
      if (refused.has(key)) throw new DomainError('CART_FROZEN', 'an order holds it')
      const [to, from] = [open(id, login), state.carts.get(fromId)]
      for (const [line, amount] of from?.lines ?? []) {
        to.lines.set(line, (to.lines.get(line) ?? 0) + amount)
      }
      state.carts.delete(fromId)
      return { capped: false, leftOut: state.leftOut }
    }
  }
}

function itemOf(id: string, amount: number, unitPriceCents: number): CartItem {
  const totalCents = unitPriceCents * amount
  const product = { productId: tea.id, productOption: '100 g', name: tea.name }
  return { id, ...product, amount, unitPriceCents, totalCents, stock: 20, problem: undefined }
}

function createCustomers(state: State): Customers {
  const loginOf = (sessionId: string): Login & { readonly email: string } => {
    const email = state.sessions.get(sessionId) ?? ''
    const token = `token-of-${sessionId}`
    return {
      customerId: `of-${email}`,
      sessionId,
      token,
      tokenExpiresAt: Date.now() + 900_000,
      email
    }
  }
  const addresses: KnownAddress[] = []
  return {
    async register({ password: chosen }) {
      reach(state, 'customer', 'register')
      if (chosen.length < 10) throw new DomainError('PASSWORD_TOO_SHORT', 'short')
    },
    async logIn({ email, password: given }) {
      reach(state, 'customer', 'logIn')
      if (given !== password) return undefined
      const sessionId = `session-${state.sessions.size + 1}`
      state.sessions.set(sessionId, email)
      return loginOf(sessionId)
    },
    async resume(sessionId) {
      reach(state, 'customer', 'resume')
      return state.sessions.has(sessionId) ? loginOf(sessionId) : undefined
    },
    async logOut(sessionId) {
      reach(state, 'customer', 'logOut')
      state.sessions.delete(sessionId)
    },
    async addresses() {
      reach(state, 'customer', 'addresses')
      return addresses
    },
    async addAddress(_login, address) {
      reach(state, 'customer', 'addAddress')
      addresses.push({ id: `address-${addresses.length + 1}`, ...address })
    },
    async removeAddress() {
      reach(state, 'customer', 'removeAddress')
    },
    async changePassword(_login, { password: given }) {
      reach(state, 'customer', 'changePassword')
      if (given !== password) throw new DomainError('PASSWORD_WRONG', 'wrong')
    }
  }
}

function createOrders(state: State): Orders {
  return {
    async place(purchase, { login, key }) {
      state.calls.push('place')
      if (state.away.has('billing')) return { kind: 'unknown', sent: false }
      const { cardToken, shownTotalCents: totalCents, address } = purchase
      state.placements.push({ key, cardToken })
      if (state.nextPlaced !== undefined) return state.nextPlaced
      const known = [...state.orders.values()].find(order => order.key === key)
      const id = known?.id ?? `order-${state.orders.size + 1}`
      const steps = [{ state: 'CONFIRMED' as const, at: 0 }]
      const told = { id, state: 'CONFIRMED' as const, reason: undefined, lines: [], steps }
      state.orders.set(id, {
        ...told,
        totalCents,
        address,
        createdAt: 0,
        owner: login.customerId,
        key
      })
      return { kind: 'order', orderId: id }
    },
    async find(orderId, login) {
      reach(state, 'billing', 'find order')
      const order = state.orders.get(orderId)
      if (order?.owner !== login.customerId) throw new DomainError('ORDER_NOT_FOUND', 'none')
      return order
    },
    async findByKey(key, login) {
      reach(state, 'billing', 'findByKey')
      if (state.lateBy-- > 0) return undefined
      return [...state.orders.values()].find(order => {
        return order.key === key && order.owner === login.customerId
      })
    },
    async list(login) {
      reach(state, 'billing', 'list')
      const own = [...state.orders.values()].filter(order => order.owner === login.customerId)
      return { orders: own, next: undefined }
    }
  }
}

function createCards(state: State): Cards {
  return {
    async tokenise({ cardNumber }) {
      reach(state, 'payment', 'tokenise')
      if (!cardNumber.startsWith('4')) throw new DomainError('CARD_INVALID', 'wrong')
      return 'card-token-1'
    }
  }
}
