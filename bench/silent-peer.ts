// Takes every connection and answers nothing, as a process does that hangs. `bench/items/client-deadline.ts`
// starts it.
import { createServer, type AddressInfo } from 'node:net'
import process from 'node:process'

const server = createServer(socket => void socket.on('error', () => socket.destroy()).resume())
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port })
})
process.on('disconnect', () => process.exit(0))
