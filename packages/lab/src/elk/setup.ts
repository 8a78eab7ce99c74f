// A container that runs once at each start: tells Elasticsearch how the log lines are kept and gives
// Kibana the saved views. It may run again at any time.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { runCommand } from '../cli/main.ts'
import { importViews } from './import-views.ts'
import { keepTemplate, type IndexTemplate } from './keep-template.ts'

const {
  ELASTICSEARCH_URL = 'http://elasticsearch:9200',
  KIBANA_URL = 'http://kibana:5601',
  ELK_DIR = '/elk'
} = process.env

await runCommand(async () => {
  const read = (path: string): string => readFileSync(join(ELK_DIR, path), 'utf8')
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  const template = JSON.parse(read('elasticsearch/index-template.json')) as IndexTemplate
  await keepTemplate({ url: ELASTICSEARCH_URL, template, say })
  await importViews({ url: KIBANA_URL, objects: read('kibana/objects.ndjson'), say })
  return 0
})
