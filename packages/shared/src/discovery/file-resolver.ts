import { pause, systemClock, type Clock } from './clock.ts'
import { endpointsFile, type EndpointsFile } from './endpoints-file.ts'
import type { DiscoveryEvent } from './events.ts'
import { readDocument } from './file-document.ts'
import { createSetKeeper } from './set-keeper.ts'
import type { Resolver } from './types.ts'
import { createWatchReport } from './watch-report.ts'
import { createWatches, type Watch } from './watches.ts'

export type FileResolverOptions = {
  /** Written by a configuration tool, at best as a whole: under another name, then renamed. */
  readonly path: string
  readonly clock?: Clock
  readonly random?: () => number
  readonly onEvent?: (event: DiscoveryEvent) => void
  /** In place of the disk. */
  readonly file?: EndpointsFile
}

/** What the system told of a change may be of the middle of one. */
const settleMs = 20
/** Where the system tells of no changes, as on some volumes. */
const lookMs = 1_000

/**
 * Finds instances in a file. A file that is missing or wrong is an alarm and changes nothing. Nobody
 * can see whether the tool that writes it still lives: the age of a set is the age of the file.
 */
export function createFileResolver(options: FileResolverOptions): Resolver {
  const { path, file = endpointsFile(path) } = options
  const { clock = systemClock, random = Math.random, onEvent = () => undefined } = options
  return createWatches(service => startFileWatch(service, { file, clock, random, onEvent }))
}

type FileWatchOptions = {
  readonly file: EndpointsFile
  readonly clock: Clock
  readonly random: () => number
  readonly onEvent: (event: DiscoveryEvent) => void
}

function startFileWatch(service: string, options: FileWatchOptions): Watch {
  const { file, clock } = options
  const keeper = createSetKeeper({ ...options, service, mechanism: 'file' })
  const report = createWatchReport({ ...options, service, keeper })
  const stopping = new AbortController()
  let waking = new AbortController()
  const look = async (): Promise<void> => {
    try {
      const { text, writtenAt } = await file.read()
      if (stopping.signal.aborted) return
      const confirmedAt = Math.min(writtenAt, clock.now())
      // Read anew even when it is the same: what was given up must not stay so.
      report.succeeded(readDocument(text).get(service) ?? [], confirmedAt)
    } catch (error) {
      if (!stopping.signal.aborted) report.failed((error as Error).message)
    }
  }
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      waking = new AbortController()
      await look()
      await pause(clock, lookMs, waking.signal)
      if (waking.signal.aborted) await pause(clock, settleMs, stopping.signal)
    }
  }
  const ignore = file.onChange(() => waking.abort())
  const ended = loop()
  return {
    view: keeper.view,
    async close() {
      stopping.abort()
      waking.abort()
      ignore()
      await ended
      keeper.close()
    }
  }
}
