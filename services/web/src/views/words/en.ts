import { enErrors } from './en-errors.ts'
import { enService } from './en-service.ts'

/** Every word that the shop says in English; `de.ts` has the same shape. */
export const en = {
  ...enService,
  errors: enErrors,
  frame: {
    skip: 'Skip to the content',
    tagline: 'a small general store',
    categories: 'Categories',
    close: 'Close',
    search: 'Search',
    searchHint: 'Search the shop',
    stale: 'Our catalogue does not answer right now. Prices and stock are as we last knew them.',
    cart: 'Cart',
    cartWith: (count: number) => (count === 1 ? 'Cart, 1 item' : `Cart, ${count} items`),
    account: 'Account',
    logIn: 'Log in',
    terms: 'Prices in euro, tax included. No shipping cost.',
    status: 'Service status',
    orders: 'Your orders',
    reference: 'Reference',
    copy: 'Copy the reference',
    copied: 'Copied.',
    breadcrumbs: 'You are here',
    shop: 'Shop',
    dismiss: 'Dismiss',
    toCart: 'View cart',
    toCheckout: 'Check out',
    failed: 'That did not reach the shop. Check your connection and try again.'
  },
  shop: {
    title: 'A small general store',
    hero: {
      spring: { over: 'This spring', title: 'Open the windows.' },
      summer: { over: 'This summer', title: 'Long evenings, light bags.' },
      autumn: { over: 'This autumn', title: 'Put the kettle on.' },
      winter: { over: 'This winter', title: 'Stay in, read on.' }
    },
    lead:
      'Books, records, tools and things for the kitchen: chosen one by one, made to be used ' +
      'for years.',
    look: 'See what is new',
    shelf: (name: string) => `All of ${name}`,
    shelfScroll: (name: string) => `${name}, scrolls sideways`,
    newest: 'New in the shop',
    emptyTitle: 'The shelves are empty',
    empty: 'Nothing is for sale yet. When the first catalogue has been loaded, it stands here.'
  },
  list: {
    things: (count: number, text: string) => (count === 1 ? '1 product' : `${text} products`),
    all: (name: string) => `All of ${name}`,
    narrow: 'Narrow it down',
    sortBy: 'Sort by',
    sorts: {
      newest: 'Newest',
      'price-asc': 'Price, lowest first',
      'price-desc': 'Price, highest first',
      name: 'Name'
    },
    next: 'Next page',
    first: 'Back to the start',
    pages: 'Pages',
    empty: 'Nothing stands on this shelf at the moment.',
    emptyNext: 'Look at another one, or search the whole shop.'
  },
  card: {
    from: (price: string) => `from ${price}`,
    soldOut: 'Sold out',
    onlyLeft: (count: number) => `Only ${count} left`
  },
  search: {
    title: 'Search',
    titleFor: (text: string) => `Search: ${text}`,
    found: (text: string) => `Results for “${text}”`,
    results: (count: number, text: string) => (count === 1 ? '1 result' : `${text} results`),
    moreThan: (text: string) => `more than ${text} results`,
    nothing: (text: string) => `Nothing found for “${text}”`,
    help:
      'Beginnings of words are enough, and one typing error is forgiven. Try fewer or other ' +
      'words:',
    tryThis: 'Search once more',
    start: 'What are you looking for?',
    startHelp: 'A title, an author, a thing, a material: the beginning of a word is enough.',
    browse: 'Or walk along the shelves'
  },
  product: {
    picture: (name: string) => `Picture of ${name}`,
    option: 'Choose one',
    comesAs: 'Comes as',
    amount: 'Amount',
    less: 'One less',
    more: 'One more',
    add: 'Add to cart',
    soldOut: 'Sold out',
    allSoldOut: 'This is sold out at the moment.',
    inStock: 'In stock',
    onlyLeft: (count: number) => `Only ${count} left`,
    description: 'About it',
    related: 'From the same shelf',
    terms: 'Tax included. No shipping cost.'
  },
  cart: {
    title: 'Your cart',
    empty: 'Your cart is empty',
    emptyNext: 'What you add stays here for thirty days, with or without an account.',
    browse: 'Look around the shop',
    going: 'Keep shopping',
    lines: 'In your cart',
    each: (price: string) => `${price} each`,
    amountOf: (name: string) => `Amount of ${name}`,
    lessOf: (name: string) => `One less of ${name}`,
    moreOf: (name: string) => `One more of ${name}`,
    update: 'Update',
    remove: 'Remove',
    removeOf: (name: string) => `Remove ${name}`,
    sum: 'Total',
    terms: 'Tax included, no shipping cost.',
    checkout: 'Check out',
    invalid:
      'Something in your cart cannot be bought as it is. It is marked below, with the way out.',
    frozen: 'An order is being made of this cart, so it cannot be changed at the moment.',
    waiting: 'Your last order is not finished yet. As soon as it is, this cart can be bought.',
    toOrders: 'See your orders',
    unpriced:
      'Prices and stock cannot be checked at the moment. Your cart is kept; try again in a minute.',
    again: 'Try again',
    noPrice: 'not known',
    problems: {
      gone: 'No longer sold. Remove it to go on.',
      'option-gone': 'This option is no longer sold. Remove it, or choose another one on its page.',
      'sold-out': 'Sold out. Remove it to go on, or look at it again later.',
      'too-few': 'Not that many are left.'
    },
    takeRest: (stock: number) => (stock === 1 ? 'Take the last one' : `Take the last ${stock}`),
    optionMissing: 'Please choose which one you would like.',
    amountWrong: 'The amount must be a number from 1 to 99.',
    changed: 'Amount changed.',
    removed: 'Removed from your cart.',
    added: 'Added to your cart.',
    capped: 'In your cart, with the most that we sell of one thing: 99.',
    lineGone: 'The cart has changed in the meantime: this is no longer in your cart.',
    refusals: {
      PRODUCT_UNKNOWN: 'This product is no longer sold.',
      OPTION_UNKNOWN: 'This option is no longer sold. Please choose another one.',
      SOLD_OUT: 'This option has just been sold out. Please choose another one.',
      CART_LINE_LIMIT: 'A cart takes 50 different things. Remove one, or order these first.',
      CART_FROZEN: 'An order is being made of your cart. Please wait a moment and try again.',
      CART_CLOSED: 'Your cart has become an order. Please try again; a new cart is ready.'
    }
  },
  forms: {
    problem: 'Please have another look',
    stale:
      'This page was open for a long time, so nothing was sent. Please check it and send it ' +
      'once more.',
    missing: 'Please fill this in.',
    tooLong: 'That is too long.',
    country: 'Please choose a country.',
    name: 'Name',
    street: 'Street and number',
    postalCode: 'Postal code',
    city: 'City',
    countryLabel: 'Country',
    chooseCountry: 'Choose a country'
  }
}
