// Run in a container of the compose system, read from its input: writes what a service writes that
// serves one click, with secrets in all the places where people leave them. Words: id secret card.
import process from 'node:process'
import { closeLogger, createLogger, runInContext } from '@microzon/shared/telemetry'

const [correlationId = '', secret = '', card = ''] = process.argv.slice(2)
const base = { version: '1.0.0', level: 'info', logUrl: 'http://logstash:8080' }
const loggers = ['web', 'cart'].map(service =>
  createLogger({ ...base, service, instance: `${service}-1` })
)

for (const logger of loggers) {
  runInContext({ correlationId }, () => {
    logger.info({ method: 'POST', route: '/shop/checkout', status: 201, durationMs: 12 }, 'served')
    const error = new Error(`declined ${card}`, { cause: new Error('deeper') })
    logger.error({ err: Object.assign(error, { code: 'DECLINED', body: secret }) }, `card ${card}`)
    logger.warn({ password: secret, form: { cardNumber: secret }, a: { b: { token: secret } } })
    logger.warn({ headers: { cookie: secret }, body: secret, authorization: secret, n: { a: [1] } })
  })
}
await Promise.all(loggers.map(closeLogger))
