import type { Experiment, Shape, Step } from '../model.ts'

/** The services of which a page is made. */
export const pageServices = ['web', 'product', 'cart']

export const twoOfEach: Shape = {
  parts: 'shop',
  instances: Object.fromEntries(pageServices.map(service => [service, 2]))
}

/** Pages that may be asked for again, by anybody. */
export const pageReads = ['home', 'category', 'search', 'product', 'cart', 'order']

/** The same steps so many times, one after the other. */
export function rounds(
  count: number,
  { seconds, steps }: { readonly seconds: number; readonly steps: readonly Step[] }
): readonly Step[] {
  return Array.from({ length: count }, (_, round) =>
    steps.map(step => ({ ...step, afterSeconds: (step.afterSeconds ?? 0) + round * seconds }))
  ).flat()
}

/** At the end all are there again. */
export const allAreBack: Experiment['limits'] = pageServices.map(service => ({
  measure: 'registered',
  service,
  atLeast: 2
}))
