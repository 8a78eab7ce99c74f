import type { ServerResponse } from 'node:http'
import type { TestContext } from 'node:test'
import { endlessBudget, type Budget } from '@microzon/shared/client'
import { Pool } from 'undici'
import { attemptsUsual } from '../src/route-request.ts'
import { closedPort, startEdge, startWeb } from './harness.ts'

export type Answer = (response: ServerResponse) => void

/** Instances of web that answer as told and count what they are asked. */
export async function start(
  t: TestContext,
  answers: readonly (Answer | 'refuses')[],
  options: {
    /** Of one attempt; a page has time for others. */
    readonly headMs?: number
    readonly attemptsMax?: number
    readonly budget?: Budget
  } = {}
) {
  const { headMs = 2_000, attemptsMax = attemptsUsual, budget = endlessBudget } = options
  const asked: string[] = []
  const webs = await Promise.all(
    answers.map((answer, index) =>
      answer === 'refuses'
        ? closedPort()
        : startWeb(t, (request, response) => {
            let body = ''
            request.on('data', chunk => (body += String(chunk)))
            request.on('end', () => {
              const { 'x-attempt': attempt } = request.headers
              asked.push(`${index + 1}: ${request.method} ${String(attempt)} ${body}`.trim())
              answer(response)
            })
          })
    )
  )
  const [page, form] = [
    { attempt: headMs, request: headMs + 2_000 },
    { attempt: headMs, request: headMs }
  ]
  const edge = await startEdge(t, { webs, headMs: { page, form }, attemptsMax, budget })
  const pool = new Pool(edge.url)
  t.after(() => pool.destroy())
  const ask = async (
    method: 'GET' | 'HEAD' | 'POST',
    body: string | null = method === 'POST' ? 'a=b' : null
  ) => {
    const answer = await pool.request({
      method,
      path: '/shop',
      body,
      headers: { 'accept-language': 'de' }
    })
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
  }
  return { edge, asked, ask }
}

export const good: Answer = response => void response.end('good')
export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  response =>
    void response.writeHead(code, headers).end(`web says ${code}`)
export const dies: Answer = response => void response.socket?.destroy()
export const hangs: Answer = () => undefined
export const diesInBody: Answer = response => {
  response.writeHead(200, { 'content-length': 100 })
  response.write('half', () => response.socket?.destroy())
}
export const marked = status(503, { 'x-not-processed': '1' })
