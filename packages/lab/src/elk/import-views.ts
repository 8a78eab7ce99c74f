import { Failure } from '../runtime/failure.ts'
import { httpCall, parseJson, type HttpAnswer } from '../runtime/http-call.ts'
import { accepted, insist } from './insist.ts'
import { logStream } from './keep-template.ts'

/**
 * Imports saved objects (NDJSON, as Kibana exports them) over those of the same ids, and makes the
 * data view of the logs the one that Discover opens with, unless somebody has chosen another.
 */
export async function importViews(options: {
  readonly url: string
  readonly objects: string
  readonly say: (line: string) => void
}): Promise<void> {
  const { url, objects, say } = options
  const answer = await insist('Kibana', () => upload(url, objects))
  const { success, successCount, errors } = readResult(accepted('Kibana', answer).text)
  if (success !== true) {
    throw new Failure(`Kibana does not take all saved objects: ${JSON.stringify(errors)}`)
  }
  const chosen = await insist('Kibana', () =>
    httpCall({
      url: `${url}/api/data_views/default`,
      method: 'POST',
      headers,
      body: { data_view_id: logStream },
      timeoutMs: callMs
    })
  )
  accepted('Kibana', chosen)
  say(`${successCount} saved objects are in Kibana`)
}

/** As a form with a file, which is the only way that Kibana takes them. */
async function upload(url: string, objects: string): Promise<HttpAnswer> {
  const form = new FormData()
  form.set('file', new Blob([objects], { type: 'application/ndjson' }), 'objects.ndjson')
  const response = await fetch(`${url}/api/saved_objects/_import?overwrite=true`, {
    method: 'POST',
    headers,
    body: form,
    signal: AbortSignal.timeout(callMs)
  })
  return { status: response.status, text: await response.text() }
}

type ImportResult = {
  readonly success?: boolean
  readonly successCount?: number
  readonly errors?: unknown
}

function readResult(text: string): ImportResult {
  return (parseJson(text) ?? {}) as ImportResult
}

const headers = { 'kbn-xsrf': 'true' }
const callMs = 30_000
