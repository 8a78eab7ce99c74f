type Fields = Readonly<Record<string, unknown>>

/** A log line as its service wrote it, from a document in the field names of ECS. */
export function lineOf(document: Fields): Fields {
  const get = (path: string): unknown => valueAt(document, path)
  const labels = fieldsOf(document['labels'])
  const { err: restOfError, 'http.route': route, ...rest } = labels
  const nanoseconds = get('event.duration')
  return withoutUndefined({
    level: get('log.level'),
    time: document['@timestamp'],
    service: get('service.name'),
    version: get('service.version'),
    instance: get('service.node.name'),
    traceId: get('trace.id'),
    spanId: get('span.id'),
    method: get('http.request.method'),
    route,
    path: get('url.path'),
    status: get('http.response.status_code'),
    durationMs: typeof nanoseconds === 'number' ? nanoseconds / 1_000_000 : undefined,
    err: errorOf(document, restOfError),
    ...rest,
    tags: document['tags'],
    msg: document['message']
  })
}

function errorOf(document: Fields, rest: unknown): unknown {
  const { type, message, stack_trace: stack, code } = fieldsOf(document['error'])
  const known = withoutUndefined({ type, message, code, stack })
  if (rest !== undefined && !isFields(rest)) return rest
  const all = { ...fieldsOf(rest), ...known }
  return Object.keys(all).length === 0 ? undefined : all
}

function valueAt(document: Fields, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => fieldsOf(value)[key], document)
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {}
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function withoutUndefined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
