// A container beside HAProxy: tells it where web is. With BALANCER_DISCOVERY=template it is Consul's
// own tool that renders each change and reloads HAProxy; with `dns` HAProxy asks Consul's DNS itself,
// and this only puts the file in place that says so.
import { once } from 'node:events'
import { copyFileSync, readFileSync, renameSync, rmSync } from 'node:fs'
import process from 'node:process'
import { runCommand } from '../cli/main.ts'
import { Failure } from '../runtime/failure.ts'
import { reload } from './master-socket.ts'

const {
  BALANCER_DISCOVERY = 'template',
  CONFIG_DIR = '/config',
  BALANCER_DIR = '/balancer',
  TOKEN_FILE = '/secrets/consul-token'
} = process.env

await runCommand(async () => {
  // Of an earlier start, and so perhaps for an earlier haproxy.cfg: nobody may start with that.
  rmSync(`${BALANCER_DIR}/web.cfg`, { force: true })
  switch (BALANCER_DISCOVERY) {
    case 'dns':
      return useDns()
    case 'template':
      return useTemplate()
    default:
      throw new Failure('BALANCER_DISCOVERY must be template or dns.', { exitCode: 2 })
  }
})

async function useDns(): Promise<number> {
  copyFileSync(`${CONFIG_DIR}/web-dns.cfg`, `${BALANCER_DIR}/web.cfg.new`)
  renameSync(`${BALANCER_DIR}/web.cfg.new`, `${BALANCER_DIR}/web.cfg`)
  await reload(`${BALANCER_DIR}/master.sock`)
  // The container stays, so that it looks the same in both ways; nothing is left to do. Somebody who only
  // waits for a signal does not keep a process alive.
  const staying = setInterval(() => undefined, 60_000)
  await once(process, 'SIGTERM')
  clearInterval(staying)
  return 0
}

/** In our place, so that it gets the signals that stop this container. */
function useTemplate(): never {
  const program = '/usr/local/bin/consul-template'
  const env = { ...process.env, CONSUL_HTTP_TOKEN: readFileSync(TOKEN_FILE, 'utf8').trim() }
  const files = ['/consul-template/consul.hcl', `${CONFIG_DIR}/consul-template.hcl`]
  process.execve?.(program, [program, ...files.map(file => `-config=${file}`)], env)
  throw new Failure('This Node cannot be replaced by another program.')
}
