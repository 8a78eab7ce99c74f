// A container's health check, which needs no curl: exits with 0 when the process in it is ready.
// Plain JavaScript and no fetch, since it runs every few seconds in every container.
import { get } from 'node:http'
import process from 'node:process'

const { PORT = '3000' } = process.env
const request = get({ host: '127.0.0.1', port: PORT, path: '/readyz', timeout: 2_500 })
request.on('response', ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))
request.on('timeout', () => process.exit(1))
request.on('error', () => process.exit(1))
