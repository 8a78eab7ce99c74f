import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../runtime/failure.ts'
import { httpCall, parseJson, type HttpAnswer } from '../runtime/http-call.ts'

/** Consul's access control, as the operator sees it. Every method may be called again. */
export type ConsulAcl = {
  /** Resolves when the cluster has a leader that keeps ACLs; throws a `Failure` after 90 s. */
  awaitLeader(): Promise<void>
  keepPolicy(name: string, rules: string): Promise<void>
  /** A token with this secret and the policy of the same name. */
  keepToken(name: string, secret: string): Promise<void>
}

const callMs = 5_000
const leaderMsMax = 90_000
const lookMs = 500

export function createConsulAcl(consul: {
  readonly url: string
  readonly token: string
}): ConsulAcl {
  const ask = (
    method: 'GET' | 'PUT',
    path: string,
    options: { readonly body?: object; readonly token?: string } = {}
  ): Promise<HttpAnswer> =>
    httpCall({
      url: `${consul.url}/v1/acl/${path}`,
      method,
      headers: { 'x-consul-token': options.token ?? consul.token },
      body: options.body,
      timeoutMs: callMs
    })
  const put = async (path: string, body: object): Promise<void> => {
    const { status, text } = await ask('PUT', path, { body })
    if (status !== 200) throw new Failure(`Consul answers ${status} to ${path}: ${text}`)
  }
  return {
    async awaitLeader() {
      const end = Date.now() + leaderMsMax
      for (;;) {
        const status = await ask('GET', 'token/self').then(
          answer => answer.status,
          () => 0
        )
        if (status === 200) return
        if (Date.now() > end) throw new Failure(`Consul has no leader: it answers ${status}.`)
        await sleep(lookMs)
      }
    },
    async keepPolicy(name, rules) {
      const { status, text } = await ask('GET', `policy/name/${name}`)
      const known = status === 200 ? (parseJson(text) as { readonly ID?: string }).ID : undefined
      const body = { Name: name, Rules: rules }
      await put(known === undefined ? 'policy' : `policy/${known}`, { ...body, ID: known })
    },
    async keepToken(name, secret) {
      const { status } = await ask('GET', 'token/self', { token: secret })
      if (status === 200) return
      await put('token', { SecretID: secret, Description: name, Policies: [{ Name: name }] })
    }
  }
}
