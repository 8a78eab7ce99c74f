import type { ChildProcess } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'

// Below the ports that the system gives to clients.
const portMin = 20_000
const portMax = 32_000

/** Where a program is, on the path or where the system keeps its servers. */
export function find(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']
  return folders
    .map(folder => join(folder, program))
    .find(path => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** Where the system can, the server ends with us even when we are killed. */
export function dyingWithUs(program: string, args: readonly string[]): [string, string[]] {
  const helper = find('setpriv')
  return helper === undefined
    ? [program, [...args]]
    : [helper, ['--pdeathsig', 'KILL', program, ...args]]
}

/** Kills a server of ours and waits until it has gone. */
export async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const gone = new Promise(resolve => server.once('exit', resolve))
    server.kill('SIGKILL')
    await gone
  }
}

/** The last of what the child says; a pipe that nobody reads would stop it. */
export function collect(child: ChildProcess): () => string {
  let text = ''
  const add = (chunk: string): void => {
    text = (text + chunk).slice(-10_000)
  }
  child.stdout?.setEncoding('utf8').on('data', add)
  child.stderr?.setEncoding('utf8').on('data', add)
  return () => text
}

export async function freePort(): Promise<number> {
  for (;;) {
    const port = portMin + Math.floor(Math.random() * (portMax - portMin))
    if (await canListen(port)) {
      return port
    }
  }
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise(resolve => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
