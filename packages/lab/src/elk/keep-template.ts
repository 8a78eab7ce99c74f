import { Failure } from '../runtime/failure.ts'
import { httpCall, parseJson, type HttpAnswer } from '../runtime/http-call.ts'
import { accepted, insist } from './insist.ts'

/** The part of an index template that a data stream which is already there is told too. */
export type IndexTemplate = {
  readonly template: { readonly mappings: object; readonly lifecycle: object }
}

/** The data stream that holds the lines of all services; the template's only pattern. */
export const logStream = 'microzon-logs'

/**
 * Puts the index template in place. What it says of fields and of retention is told to the data
 * stream as well, since a template counts only for what is made later.
 */
export async function keepTemplate(options: {
  readonly url: string
  readonly template: IndexTemplate
  readonly say: (line: string) => void
}): Promise<void> {
  const { template, say } = options
  const ask = (method: 'GET' | 'PUT', path: string, body?: object): Promise<HttpAnswer> =>
    insist('Elasticsearch', () =>
      httpCall({ url: `${options.url}/${path}`, method, body, timeoutMs: callMs })
    )
  const put = async (path: string, body: object): Promise<void> =>
    void accepted('Elasticsearch', await ask('PUT', path, body))

  await put(`_index_template/${logStream}`, template)
  const found = await ask('GET', `${logStream}/_settings/index.number_of_shards`)
  if (found.status === 200) {
    mustBeStream(found.text)
    const { mappings, lifecycle } = template.template
    await put(`${logStream}/_mapping`, mappings)
    const { status, text } = await ask('PUT', `_data_stream/${logStream}/_lifecycle`, lifecycle)
    if (status !== 200) say(`the retention of ${logStream} is as it was: ${status} ${text}`)
  }
  say(`the index template ${logStream} is in place`)
}

/** The indices of a data stream have names of their own. */
function mustBeStream(settings: string): void {
  if (!Object.keys(parseJson(settings) ?? {}).includes(logStream)) return
  throw new Failure(`${logStream} is an index and no data stream: delete it, then start again.`)
}

const callMs = 30_000
