import type { Forwarded } from './forward.ts'
import type { Told } from './places.ts'

/**
 * What an attempt says of the instance of web. A status above 500 tells that something behind web is
 * away, or that web has too much to do: the balancer thinks less of the instance, and the breaker
 * nothing. Of a body that the browser sends meanwhile nobody knows who was slow, and who has left says
 * nothing, so that nobody outside puts an instance out by being slow or leaving. `tookMs` is the time to
 * the head of the answer, or to the end of the attempt where it had none. Who was asked in the last
 * moment, and has not had `patienceMs`, need not be hung.
 */
export function toldBy(
  forwarded: Forwarded,
  {
    isKept,
    tookMs,
    patienceMs
  }: { readonly isKept: boolean; readonly tookMs: number; readonly patienceMs: number }
): Told {
  switch (forwarded.kind) {
    case 'answered':
    case 'dropped':
      if (forwarded.status < 500) return { health: 'good', tookMs }
      return { health: forwarded.status === 500 ? 'bad' : 'nothing', tookMs }
    case 'failed':
      if (forwarded.reason === 'timeout' && tookMs < patienceMs) return saysNothing
      return isKept || forwarded.reason === 'refused' ? { health: 'bad', tookMs } : saysNothing
    case 'gone':
      return saysNothing
    default:
      return forwarded satisfies never
  }
}

export const saysNothing: Told = { health: 'nothing', tookMs: undefined }
