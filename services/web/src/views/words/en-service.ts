/** The words from the checkout on, of accounts, and of the status page. */
export const enService = {
  checkout: {
    title: 'Check out',
    address: 'Where it goes',
    addressBook: 'Your address book',
    newAddress: 'Another address',
    payment: 'How you pay',
    review: 'What you get',
    cardNumber: 'Card number',
    cardExpiry: 'Valid until',
    cardExpiryHint: 'MM/YY',
    cardCvc: 'Security code',
    cardCvcHint: 'The three digits on the back',
    cardKept: 'Card numbers are never kept.',
    testTitle: 'This shop takes test cards only',
    testText: 'Any date in the future and any three digits go with them.',
    testUse: 'Use',
    testUseOf: (number: string, effect: string) => `Use the card ${number}: ${effect}`,
    tests: {
      '4242424242424242': 'pays',
      '4000000000000002': 'is declined',
      '4000000000009995': 'has insufficient funds',
      '4000000000000119': 'makes the provider fail',
      '4000000000006975': 'pays after 10 seconds'
    },
    change: 'Change the cart',
    pay: (total: string) => `Pay ${total}`,
    sum: 'Total',
    pieces: (count: number) => (count === 1 ? '1 item' : `${count} items`),
    shipping: 'Shipping',
    free: 'no cost',
    taxIncluded: 'Tax included',
    changed:
      'The cart or a price has changed since this page was shown. Please look at it again: ' +
      'nothing was charged.',
    priceTitle: 'The price has changed',
    priceText:
      'Nothing was charged. This is what it costs by now; pay only if that is fine with you.',
    priceBefore: 'You saw',
    priceNow: 'It costs',
    over: 'This form was for a cart that was changed or ordered since. Nothing was charged for it.',
    refusedTitle: 'The payment did not go through',
    sentBefore: 'This form had been sent before.',
    intact: 'Your cart is as it was.',
    refusals: {
      declined: 'The card was declined. Nothing was charged. Another card may work.',
      'insufficient-funds':
        'There is not enough money on the card. Nothing was charged. Another card may work.',
      'provider-error':
        'The payment provider has a fault. Nothing was charged. Try again, or take another card.',
      'price-changed':
        'A price has changed. Nothing was charged. The new total is shown here for your consent.',
      'out-of-stock':
        'Something was sold out in the meantime. Nothing was charged. Please look at your cart.',
      'cart-changed':
        'The cart has changed in the meantime. Nothing was charged. Please look at it again.',
      abandoned: 'The order took too long and was given up. Nothing was charged. Please try again.'
    },
    cardRefusals: {
      CARD_INVALID: 'The card’s number, date or security code is not right. Nothing was charged.',
      CARD_NOT_OF_THE_SIMULATOR: 'Only the test cards on this page are taken. Nothing was charged.'
    }
  },
  order: {
    title: (id: string) => `Order ${id}`,
    thanks: 'Thank you. It is on its way to you.',
    working: 'We are working on it',
    workingText:
      'This page follows your order by itself. You can close it and come back under “Your orders”.',
    checking: 'We are checking the payment',
    checkingText: 'The payment provider has not answered yet. You will not be charged twice.',
    undoing: 'Your order is being cancelled',
    undoingText: 'What was set aside for you goes back on the shelf.',
    cancelled: 'Your order was cancelled',
    charged: (total: string) => `You paid ${total}.`,
    notCharged: 'Nothing was charged.',
    reasons: {
      declined: 'The card was declined.',
      'insufficient-funds': 'There was not enough money on the card.',
      'provider-error': 'The payment provider had a fault.',
      'price-changed': 'A price had changed since you saw it.',
      'out-of-stock': 'Something was sold out before it could be set aside.',
      'cart-changed': 'The cart had changed in the meantime.',
      abandoned: 'It took too long and was given up.',
      unknown: 'It could not be carried out.'
    },
    timeline: 'What happened',
    steps: {
      received: 'Order received',
      reserved: 'Set aside for you',
      charging: 'Payment asked for',
      charged: 'Payment received',
      confirmed: 'Order confirmed',
      undoing: 'Being cancelled',
      cancelled: 'Cancelled, nothing charged'
    },
    states: { done: 'done', current: 'under way', open: 'to come' },
    lines: 'What you ordered',
    address: 'Where it goes',
    placed: (date: string) => `Placed on ${date}`,
    total: 'Total',
    toCart: 'Back to the cart',
    refresh: 'Look again now'
  },
  orders: {
    title: 'Your orders',
    empty: 'You have not ordered anything yet',
    emptyNext: 'When you do, it stands here with everything that happened to it.',
    number: 'Order',
    date: 'Date',
    state: 'State',
    total: 'Total',
    confirmed: 'Confirmed',
    cancelled: 'Cancelled',
    working: 'Under way'
  },
  user: {
    logIn: 'Log in',
    logInLead: 'Your cart comes along.',
    checkoutLead: 'To check out you need an account. Your cart comes along.',
    register: 'Create an account',
    registerLead: 'An address and a password are all it takes. Your cart comes along.',
    email: 'E-mail address',
    password: 'Password',
    passwordRepeat: 'The same password once more',
    passwordRules: '10 to 128 characters of any kind. A few words are better than a riddle.',
    haveAccount: 'You have an account?',
    noAccount: 'No account yet?',
    logOut: 'Log out',
    welcome: 'Welcome.',
    loggedOut: 'You are logged out.',
    leftOut: (names: readonly string[], more: number) =>
      `Your cart is full. Left out: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    wrong: 'The address or the password is not right.',
    throttled: 'Too many tries. Please wait a quarter of an hour, then try again.',
    repeatDiffers: 'The two passwords are not the same.',
    refusals: {
      EMAIL_TAKEN: 'This address has an account already. Please log in.',
      EMAIL_INVALID: 'This does not look like an e-mail address.',
      PASSWORD_TOO_SHORT: 'A password has at least 10 characters.',
      PASSWORD_TOO_LONG: 'A password has at most 128 characters.',
      PASSWORD_WRONG: 'This is not your password.',
      REGISTRATION_THROTTLED:
        'Too many accounts were made from here. Please try again in a quarter of an hour.',
      LOGIN_THROTTLED: 'Too many tries. Please wait a quarter of an hour, then try again.'
    }
  },
  account: {
    title: 'Your account',
    loggedInAs: 'You are logged in as',
    orders: 'Orders',
    ordersText: 'Everything you have ordered, and what happened to it.',
    toOrders: 'See your orders',
    addresses: 'Addresses',
    noAddresses: 'No address yet. Add one, and the checkout is filled in for you.',
    addAddress: 'Add an address',
    saveAddress: 'Save the address',
    remove: 'Remove',
    removeOf: (name: string, street: string) => `Remove the address of ${name}, ${street}`,
    password: 'Password',
    changePassword: 'Change the password',
    oldPassword: 'Your password',
    newPassword: 'The new password',
    newPasswordRepeat: 'The new password once more',
    endsOthers: 'Other devices will have to log in again.',
    addressAdded: 'Address saved.',
    addressRemoved: 'Address removed.',
    addressLimit: 'The address book is full. Remove an address to make room.',
    passwordChanged: 'Password changed.'
  },
  status: {
    title: 'Service status',
    lead: 'Every service of the shop with its instances, as this web instance sees them.',
    refreshed: (time: string) => `As of ${time}.`,
    again: 'Refreshes by itself.',
    fine: 'All services answer',
    problems: (count: number) =>
      count === 1 ? '1 service has a problem' : `${count} services have problems`,
    states: { ready: 'ready', draining: 'draining', failing: 'failing', gone: 'gone' },
    sources: {
      live: '',
      'last-known': 'The registry does not answer. This is what was last known.',
      none: 'The registry has not answered yet.'
    },
    none: 'No instance is known.',
    instance: 'Instance',
    state: 'State',
    version: 'Version',
    since: 'Since',
    requests: (count: number) => (count === 1 ? '1 request' : `${count} requests`),
    errors: (count: number) => (count === 1 ? '1 error' : `${count} errors`),
    pause: 'Pause',
    traffic: 'Last 60 seconds',
    quiet: 'no calls',
    from: (mechanism: string, age: string) => `From ${mechanism}, confirmed ${age} ago`,
    inFlight: (count: number) => `${count} in flight`,
    estimate: (time: string) => `≈ ${time}`,
    retries: (count: number) => `${count} retries left`,
    throttled: (percent: number) => `${percent} % throttled`,
    ejections: (count: number) => (count === 1 ? 'ejected once' : `ejected ${count} times`),
    circuits: {
      open: (span: string) => `circuit open, tried again in ${span}`,
      'half-open': (_span: string) => 'circuit half-open'
    },
    spark: (mean: string, worst: string) => `Mean ${mean}, worst second ${worst}`,
    ready: (ready: number, all: number) => `${ready} of ${all} ready`
  }
}
