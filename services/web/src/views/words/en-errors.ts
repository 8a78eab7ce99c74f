/** The words of the error pages. */
export const enErrors = {
  back: 'Back to the shop',
  reference: 'If you ask for help, name this:',
  toOrders: 'See your orders',
  toCart: 'To your cart',
  pages: {
    'not-found': {
      title: 'There is no such page',
      what: 'It may have been taken off the shelf, or the address has a typing error.',
      next: 'Search for it, or start again at the front door.'
    },
    'stale-form': {
      title: 'This page was open for a long time',
      what: 'To keep you safe the shop did not do what the old page asked for.',
      next: 'Go back, load the page again and repeat the last step.'
    },
    'too-many': {
      title: 'One moment, please',
      what: 'More requests came from your address than the shop takes in a minute.',
      next: 'Wait a few seconds, then load the page again.'
    },
    busy: {
      title: 'All hands are busy',
      what: 'More people are in the shop than it can serve at once. Nothing was done yet.',
      next: 'Wait a few seconds, then repeat the last step.'
    },
    'bad-request': {
      title: 'This was not understood',
      what: 'The shop could not make sense of what your browser sent.',
      next: 'Go back and try again, or start at the front door.'
    },
    fault: {
      title: 'Something broke on our side',
      what: 'The shop made a mistake while it made this page.',
      next: 'Load the page again. If you were paying, look at your orders first.'
    },
    'catalog-away': {
      title: 'The shelves cannot be reached',
      what: 'The part of the shop that knows the products does not answer.',
      next: 'Try again in a minute. Your cart and your account are kept.'
    },
    'cart-away': {
      title: 'Your cart cannot be reached',
      what:
        'The part of the shop that keeps the carts does not answer. Nothing in yours is ' + 'lost.',
      next: 'Try again in a minute. You can look around in the meantime.'
    },
    'account-away': {
      title: 'Accounts cannot be reached',
      what: 'The part of the shop that knows its customers does not answer.',
      next: 'Try again in a minute. You can look around and fill your cart in the meantime.'
    },
    'orders-away': {
      title: 'Orders cannot be reached',
      what: 'The part of the shop that takes orders does not answer.',
      next:
        'Try again in a minute. If you were paying, this try did not reach it: nothing was ' +
        'charged for it, and your cart is kept.'
    },
    'payment-away': {
      title: 'Payments cannot be made at the moment',
      what: 'The part of the shop that takes payments does not answer. Nothing was charged.',
      next: 'Try again in a minute. Your cart is kept.'
    },
    'order-unknown': {
      title: 'We are checking your order',
      what:
        'No answer came in time, so it is not known yet whether your order was placed. You ' +
        'will not be charged twice.',
      next: 'Look at your orders in a minute. If it is not there, your cart still is.'
    },
    late: {
      title: 'The shop took too long',
      what: 'No answer came in time. It is not known whether your last step was done.',
      next: 'Look at your cart or your orders before you repeat it. Nothing is charged twice.'
    }
  }
}
