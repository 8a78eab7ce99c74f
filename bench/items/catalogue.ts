import { createShopper, register } from '../shop.ts'
import type { Item } from '../support/bench.ts'
import { figures, growth, lookAround } from '../support/look-around.ts'
import { findShelf } from '../support/visits.ts'
import { openEmbedded } from '../systems.ts'

const large = { few: 1_000, many: 1_000_000, rounds: 300 }
const small = { few: 1_000, many: 10_000, rounds: 60 }

/** Whether the shop stays as fast when it has very many products. */
export const catalogue: Item = {
  name: 'catalogue',
  about: 'pages of a shop with 1,000,000 products on the embedded store, against 1,000',
  isLong: true,
  async run(bench) {
    const { quick, tell } = bench
    const { few, many, rounds } = quick ? small : large
    const system = await openEmbedded(bench)
    const shopper = createShopper(system.shop.url)
    try {
      await register(shopper)
      await system.populate(few)
      tell(`measuring with ${few} products`)
      const before = await lookAround([{ shopper, shelf: await findShelf(shopper) }], rounds)
      tell(`${many} products`)
      const startedAt = performance.now()
      await system.populate(many)
      const seconds = (performance.now() - startedAt) / 1_000
      tell('measuring with all of them')
      const after = await lookAround([{ shopper, shelf: await findShelf(shopper) }], rounds)
      return [
        { name: 'loaded', value: many / seconds, unit: 'products/s' },
        ...figures(after),
        ...growth(before, after, `${few}`)
      ]
    } finally {
      await shopper.close()
      await system.stop()
    }
  }
}
