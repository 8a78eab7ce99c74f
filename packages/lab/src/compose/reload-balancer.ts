// Run by consul-template after each change: tells HAProxy's master to read its configuration anew.
import { existsSync } from 'node:fs'
import process from 'node:process'
import { runCommand } from '../cli/main.ts'
import { reload } from './master-socket.ts'

const { MASTER_SOCKET = '/balancer/master.sock' } = process.env

await runCommand(async () => {
  // Before HAProxy's first start there is nobody to tell: it will read what is there.
  if (existsSync(MASTER_SOCKET)) await reload(MASTER_SOCKET)
  return 0
})
