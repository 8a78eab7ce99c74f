import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino'
import { currentContext } from './context.ts'
import { createLogShipper, type LogShipper } from './log-shipper.ts'
import { maskCards } from './masked.ts'
import { redactedPaths, redactLine, serializers } from './redaction.ts'

export type Logger = PinoLogger

export type LoggerOptions = {
  readonly service: string
  readonly version: string
  readonly instance: string
  /** A level of pino, or `silent`. */
  readonly level: string
  /** Where batches of lines are posted to, as NDJSON. */
  readonly logUrl?: string | undefined
  /** Takes the lines in place of stdout, for tests. */
  readonly stream?: DestinationStream
  /** Told how many lines were lost on their way to `logUrl` or to stdout. */
  readonly onDropped?: (lines: number) => void
}

/**
 * Writes JSON lines: `{level, time, service, version, instance, traceId?, spanId?, msg, ...}`.
 * `traceId` is the correlation id of the call that is being served. Passwords, tokens, cookies,
 * card numbers and bodies never get in.
 *
 * Close it with `closeLogger`, or the last lines are lost.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { service, version, instance, level, logUrl, onDropped = () => undefined } = options
  const output = options.stream ?? createStdout(onDropped)
  const shipper = logUrl === undefined ? undefined : createLogShipper({ url: logUrl, onDropped })
  const destination: DestinationStream = {
    write: line => {
      const safe = maskCards(redactLine(line))
      output.write(safe)
      shipper?.push(safe)
    }
  }
  const logger = pino(
    {
      level,
      base: { service, version, instance },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      mixin: traceFields,
      redact: { paths: [...redactedPaths], censor: '[redacted]' },
      serializers,
      depthLimit: 5,
      edgeLimit: 100
    },
    destination
  )
  outputs.set(logger, { output, shipper })
  return logger
}

/**
 * Writes and sends what is waiting, within 2 s. Takes the logger that `createLogger` made, not a
 * child of it.
 */
export async function closeLogger(logger: Logger): Promise<void> {
  const outlets = outputs.get(logger)
  if (outlets === undefined) return
  await outlets.shipper?.close()
  if (isFlushable(outlets.output)) flush(outlets.output)
}

type Outlets = { readonly output: DestinationStream; readonly shipper: LogShipper | undefined }

const outputs = new WeakMap<Logger, Outlets>()

/**
 * Not synchronous: a terminal or a pipe that nobody reads would stop the process. It holds 4 MB at
 * most. Its library writes the rest when the process exits in an orderly way.
 */
function createStdout(onDropped: (lines: number) => void): DestinationStream {
  const stdout = pino.destination({ fd: 1, sync: false, minLength: 0, maxLength: 4_000_000 })
  stdout.on('drop', () => onDropped(1))
  // Without a listener a closed terminal (EPIPE) would end the service.
  stdout.on('error', () => onDropped(1))
  return stdout
}

function traceFields(): object {
  const context = currentContext()
  if (context === undefined) return {}
  const { correlationId, span } = context
  return span === undefined
    ? { traceId: correlationId }
    : { traceId: correlationId, spanId: span.spanId }
}

function isFlushable(
  output: DestinationStream
): output is DestinationStream & { flushSync(): void } {
  return 'flushSync' in output && typeof output.flushSync === 'function'
}

function flush(output: { flushSync(): void }): void {
  try {
    output.flushSync()
  } catch {
    // The descriptor is closed or was never opened; there is no better place to say so.
  }
}
