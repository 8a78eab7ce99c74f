import type { Experiment, Shape } from '../model.ts'

/** The services of which a page is made. */
export const pageServices = ['web', 'product', 'cart']

export const twoOfEach: Shape = {
  parts: 'shop',
  instances: Object.fromEntries(pageServices.map(service => [service, 2]))
}

/** Pages that may be asked for again, by anybody. */
export const pageReads = ['home', 'category', 'search', 'product', 'cart', 'order']

/** At the end all are there again. */
export const allAreBack: Experiment['limits'] = pageServices.map(service => ({
  measure: 'registered',
  service,
  atLeast: 2
}))
