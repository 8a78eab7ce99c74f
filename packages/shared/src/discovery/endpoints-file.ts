import { watch, type FSWatcher } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, dirname } from 'node:path'

/** What stood in the file, and since when. */
export type FileContent = { readonly text: string; readonly writtenAt: number }

/** A file that somebody else writes. */
export type EndpointsFile = {
  /** Throws an Error that says why there is nothing to be read. */
  read(): Promise<FileContent>
  /** Calls back when something may have changed, and perhaps when not; the answer ends it. */
  onChange(listener: () => void): () => void
}

const bytesMax = 4 * 1024 * 1024

/**
 * Follows the name and not the file: a tool that writes another file and renames it leaves the one
 * that we knew as it was. What the system tells of the folder is only a hint, which some volumes
 * never give; who needs to be sure looks again by itself.
 */
export function endpointsFile(path: string): EndpointsFile {
  return {
    async read() {
      const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
        throw new Error(`the file cannot be read (${error.code ?? error.message})`)
      })
      try {
        const { size, mtimeMs } = await file.stat()
        if (size > bytesMax) throw new RangeError(`the file has more than ${bytesMax} bytes`)
        // It may grow after it was measured.
        const { buffer, bytesRead } = await file.read(Buffer.alloc(size + 1), 0, size + 1, 0)
        return { text: buffer.toString('utf8', 0, bytesRead), writtenAt: Math.floor(mtimeMs) }
      } finally {
        await file.close()
      }
    },
    onChange(listener) {
      const watcher = watchFolder(dirname(path), changed => {
        if (changed === null || changed === basename(path)) listener()
      })
      return () => watcher?.close()
    }
  }
}

function watchFolder(
  folder: string,
  listener: (changed: string | null) => void
): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_kind, changed) => listener(changed))
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    // No such folder yet, or no more watches to be had.
    return undefined
  }
}
