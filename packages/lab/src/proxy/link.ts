import { connect, type Socket } from 'node:net'
import type { Fault } from './fault.ts'
import { createFlow, type Flow, type FlowOptions } from './flow.ts'

/** A connection of a caller and the one that we hold to the target in its place. */
export type Link = {
  /** The fault has changed. */
  obey(): void
  /** Bytes that wait in both directions. */
  held(): number
  close(): void
}

export type LinkOptions = {
  readonly target: Target
  readonly fault: () => Fault
  readonly clock: () => number
  readonly random: () => number
  readonly onClose: () => void
}

export type Target = { readonly host: string; readonly port: number }

/**
 * Joins a caller with the target. While it hangs the target is not reached for: a caller that gives
 * up then must leave no trace there.
 */
export function createLink(caller: Socket, options: LinkOptions): Link {
  const { target, fault } = options
  let peer: Socket | undefined
  let isClosed = false
  const flows: Flow[] = []

  const close = (isReset: boolean): void => {
    if (isClosed) return
    isClosed = true
    for (const flow of flows) flow.close()
    for (const socket of [caller, peer]) {
      if (isReset) socket?.resetAndDestroy()
      else socket?.destroy()
    }
    options.onClose()
  }
  const flowFrom = (source: Socket, rest: Pick<FlowOptions, 'isAnswer' | 'onEndWhileHanging'>) => {
    const flow = createFlow({ ...options, ...rest, source, onCut: () => close(false) })
    flows.push(flow)
    source.on('error', () => close(true))
    // What it sent before its end may still wait here; once that is through, the other side ends.
    source.on('close', () => flow.held() === 0 && close(false))
    return flow
  }
  const requests = flowFrom(caller, { isAnswer: false, onEndWhileHanging: () => close(false) })
  const join = (): void => {
    peer = connect({ ...target, noDelay: true, allowHalfOpen: true })
    // Its last word waits with the rest until the way is healed.
    flowFrom(peer, { isAnswer: true, onEndWhileHanging: () => undefined }).to(caller)
    requests.to(peer)
  }
  const obey = (): void => {
    if (isClosed) return
    const { kind } = fault()
    if (kind === 'reset') return close(true)
    if (peer === undefined && kind !== 'hang') join()
    for (const flow of flows) flow.pump()
  }
  obey()
  return {
    obey,
    held: () => flows.reduce((sum, flow) => sum + flow.held(), 0),
    close: () => close(false)
  }
}
