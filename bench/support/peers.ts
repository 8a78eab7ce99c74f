import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Endpoint } from '@microzon/shared/discovery'

/** A process that is called. It ends with us in any case. */
export type Peer = { readonly port: number; stop(): void }

/** Starts a program of the bench that tells its port, and resolves when it has. */
export async function startPeer(
  checkout: string,
  program: 'peer.ts' | 'silent-peer.ts' | 'moleculer-peer.ts' = 'peer.ts'
): Promise<Peer> {
  const child = fork(join(checkout, 'bench', program))
  return { port: await portOf(child), stop: () => void child.kill('SIGKILL') }
}

export function endpointAt(port: number, id = 'peer-1'): Endpoint {
  const place = { address: '127.0.0.1', port, weight: 1 }
  return { id, service: 'peer', version: '1', state: 'ready', since: 0, ...place }
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', code => reject(new Error(`the peer ended with ${code}`)))
    child.once('message', message => resolve((message as { port: number }).port))
  })
}
