// A node of Moleculer that answers with the same small cart as `peer.ts`. `bench/support/peers.ts` starts
// it.
import { join } from 'node:path'
import process from 'node:process'
import { cart } from './support/cart.ts'
import { loadRival, moleculerOptions } from './support/rivals.ts'

const { ServiceBroker } = loadRival(join(import.meta.dirname, '..'), 'moleculer')
const broker = new ServiceBroker(moleculerOptions('peer', []))
broker.createService({ name: 'carts', actions: { get: () => cart } })
await broker.start()
process.send?.({ port: broker.transit.tx.opts.port })
process.on('disconnect', () => process.exit(0))
