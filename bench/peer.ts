// Answers every request with the same small body, as cheaply as Node can. `bench/support/peers.ts` starts it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { cart } from './support/cart.ts'

const body = JSON.stringify(cart)
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }

const server = createServer((_request, answer) => void answer.writeHead(200, headers).end(body))
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port })
})
process.on('disconnect', () => process.exit(0))
