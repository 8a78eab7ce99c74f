// Run by consul-template after each change: tells HAProxy's master to read its configuration anew.
import process from 'node:process'
import { runCommand, tell } from '../cli/main.ts'
import { reload } from './master-socket.ts'

const { MASTER_SOCKET = '/balancer/master.sock' } = process.env

await runCommand(async () => {
  // consul-template would end with us, and the next change must be rendered all the same: an HAProxy
  // that does not take this configuration goes on with the one before.
  await reload(MASTER_SOCKET).catch(tell)
  return 0
})
