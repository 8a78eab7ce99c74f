// The first container of the compose system: makes the secrets of all others. See `secrets.ts`.
import process from 'node:process'
import { writeSecrets } from './secrets.ts'

const [folder = '/secrets'] = process.argv.slice(2)
writeSecrets(folder)
process.stdout.write(`the secrets in ${folder} are complete\n`)
