import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { loadProxyConfig } from './config.ts'
import { createProxyControl } from './control.ts'
import { createWays } from './ways.ts'

const { host, port, controlToken } = loadProxyConfig(process.env)
const ways = createWays({ clock: () => performance.now(), random: Math.random })
const control = createProxyControl(ways, controlToken)

// A Ctrl-C reaches every process of the terminal; the launcher decides when this one ends.
process.on('SIGINT', () => undefined)
process.once('SIGTERM', () => process.exit(0))
process.once('disconnect', () => process.exit(0))

control.listen({ host, port })
await once(control, 'listening')
process.send?.({ type: 'ready', port: (control.address() as AddressInfo).port })
