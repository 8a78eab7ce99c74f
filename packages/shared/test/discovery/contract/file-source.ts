import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFileResolver } from '../../../src/discovery/index.ts'
import type { SourceKind, Told } from './source.ts'

/** A file that a configuration tool replaces. */
export const file: SourceKind = {
  mechanism: 'file',
  tellsStates: true,
  async start(t) {
    const folder = await mkdtemp(join(tmpdir(), 'endpoints-'))
    t.after(() => rm(folder, { recursive: true, force: true }))
    const path = join(folder, 'endpoints.json')
    const published = new Map<string, readonly Told[]>()
    let mood: 'well' | 'silent' | 'garbled' = 'well'
    const replace = async (text: string): Promise<void> => {
      await writeFile(`${path}.new`, text)
      await rename(`${path}.new`, path)
    }
    const write = (): Promise<void> => {
      const services = Object.fromEntries(
        [...published].map(([name, told]) => [name, told.map(entryOf)])
      )
      return replace(JSON.stringify({ services }))
    }
    await write()
    return {
      source: {
        async publish(service, instances) {
          published.set(service, instances)
          if (mood === 'well') await write()
        },
        async silence() {
          mood = 'silent'
          await rm(path)
        },
        async garble() {
          mood = 'garbled'
          await replace('{"services": {"cart": [{"address": ')
        },
        async heal() {
          mood = 'well'
          await write()
        },
        open: async () => 0
      },
      create: options => createFileResolver({ ...options, path })
    }
  }
}

function entryOf({ port, weight = 10, state = 'ready' }: Told): object {
  return { id: `i-${port}`, address: '127.0.0.1', port, weight, state, version: '1' }
}
