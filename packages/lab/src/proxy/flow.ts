import type { Socket } from 'node:net'
import { allow, createRate, type Rate } from './allow.ts'
import type { Fault } from './fault.ts'
import { createPieces, type Pieces } from './pieces.ts'

/** One direction of a connection: what comes in at the source goes on as the fault has it. */
export type Flow = {
  /** Where it goes to, once that is known. */
  to(sink: Socket): void
  /** The fault has changed, or time has passed: forwards what may go. */
  pump(): void
  /** Bytes that wait here. */
  held(): number
  close(): void
}

export type FlowOptions = {
  readonly source: Socket
  /** Answers are what is delayed and cut; requests go as they come. */
  readonly isAnswer: boolean
  readonly fault: () => Fault
  readonly clock: () => number
  readonly random: () => number
  /** The answer has been cut: the connection is to end. */
  readonly onCut: () => void
  /** Who sends has said its last word, while nothing is forwarded. */
  readonly onEndWhileHanging: () => void
}

/** Then the sender is not listened to, and TCP holds it back. */
export const heldBytesMax = 64 * 1024

type State = {
  readonly pieces: Pieces
  readonly rate: Rate
  sink: Socket | undefined
  /** Since the present fault began. */
  passed: number
  countedFor: Fault | undefined
  hasEnded: boolean
  isBlocked: boolean
  isClosed: boolean
  timer: NodeJS.Timeout | undefined
}

export function createFlow(options: FlowOptions): Flow {
  const { source, clock, random } = options
  const now: State = {
    pieces: createPieces(),
    rate: createRate(clock),
    sink: undefined,
    passed: 0,
    countedFor: undefined,
    hasEnded: false,
    isBlocked: false,
    isClosed: false,
    timer: undefined
  }
  const goOn = (): void => pump(now, options)
  source.on('data', (bytes: Buffer) => {
    now.pieces.add({ bytes, arrivedAt: clock(), jitter: random() })
    listen(now, source)
    goOn()
  })
  source.on('end', () => {
    now.hasEnded = true
    goOn()
  })
  return {
    to(sink) {
      now.sink = sink
      sink.on('drain', () => {
        now.isBlocked = false
        goOn()
      })
      goOn()
    },
    pump: goOn,
    held: now.pieces.held,
    close() {
      now.isClosed = true
      clearTimeout(now.timer)
      now.pieces.clear()
    }
  }
}

function listen({ pieces }: State, source: Socket): void {
  if (pieces.held() >= heldBytesMax) source.pause()
  else source.resume()
}

function pump(now: State, options: FlowOptions): void {
  while (!now.isClosed && !now.isBlocked) {
    const fault = options.fault()
    if (fault !== now.countedFor) [now.countedFor, now.passed] = [fault, 0]
    if (fault.kind === 'hang') {
      if (now.hasEnded) options.onEndWhileHanging()
      return
    }
    if (now.sink === undefined || !step(now, options, { fault, sink: now.sink })) return
  }
}

/** Answers whether there may be more to do at once. */
function step(
  now: State,
  options: FlowOptions,
  { fault, sink }: { readonly fault: Fault; readonly sink: Socket }
): boolean {
  const { pieces, rate, passed } = now
  const { isAnswer, clock } = options
  const piece = pieces.first()
  if (piece === undefined) {
    if (now.hasEnded && !sink.writableEnded) sink.end()
    return false
  }
  const allowed = allow(fault, { piece, passed, rate, isAnswer, now: clock() })
  if (allowed.kind === 'later') {
    clearTimeout(now.timer)
    now.timer = setTimeout(() => pump(now, options), allowed.ms)
    return false
  }
  now.passed += allowed.count
  if (allowed.count > 0) now.isBlocked = !sink.write(pieces.take(allowed.count))
  if (allowed.kind === 'cut') options.onCut()
  else listen(now, options.source)
  return allowed.kind === 'now'
}
