import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { TraceQuery } from '../trace-query.ts'

/**
 * The row ids of traces that match, the latest first. As in Zipkin each condition may be met by
 * another span of the trace, but with a service name every condition is about spans of that
 * service.
 */
export function searchTraces(database: DatabaseSync, query: TraceQuery): readonly number[] {
  const conditions = conditionsOf(query)
  const sql = [
    `select t.id from trace t where t.at between ? and ?`,
    ...conditions.map(({ sql: condition }) => `and exists (${spanOf(query)} and ${condition})`),
    `order by t.at desc limit ?`
  ].join('\n')
  const service = query.serviceName === undefined ? [] : [query.serviceName]
  const values = conditions.flatMap(condition => [...service, ...condition.values])
  return database
    .prepare(sql)
    .all(query.from * 1000, query.to * 1000, ...values, query.limit)
    .map(row => Number(row['id']))
}

type Condition = { readonly sql: string; readonly values: readonly SQLInputValue[] }

function spanOf({ serviceName }: TraceQuery): string {
  const span = `select 1 from span s where s.trace = t.id`
  return serviceName === undefined ? span : `${span} and s.service = ?`
}

function conditionsOf(query: TraceQuery): readonly Condition[] {
  const { serviceName, spanName, remoteServiceName, minDuration, maxDuration, annotations } = query
  const conditions: Condition[] = annotations.map(annotationCondition)
  if (spanName !== undefined) conditions.push({ sql: `s.name = ?`, values: [spanName] })
  if (remoteServiceName !== undefined) {
    conditions.push({ sql: `s.remote = ?`, values: [remoteServiceName] })
  }
  if (minDuration !== undefined) {
    const max = maxDuration ?? Number.MAX_SAFE_INTEGER
    conditions.push({ sql: `s.duration between ? and ?`, values: [minDuration, max] })
  }
  if (serviceName !== undefined && conditions.length === 0) {
    conditions.push({ sql: `true`, values: [] })
  }
  return conditions
}

function annotationCondition({ key, value }: TraceQuery['annotations'][number]): Condition {
  // Finding the text is a hundred times faster than parsing the JSON, and rules most spans out.
  const mentions = `instr(s.json, ?) > 0`
  const tag = `select 1 from json_each(s.json, '$.tags') where key = ?`
  if (value !== undefined) {
    return {
      sql: `${mentions} and exists (${tag} and atom = ?)`,
      values: [JSON.stringify(key), key, value]
    }
  }
  const annotation = `select 1 from json_each(s.json, '$.annotations') where value ->> '$.value' = ?`
  return {
    sql: `${mentions} and (exists (${tag}) or exists (${annotation}))`,
    values: [JSON.stringify(key), key, key]
  }
}
