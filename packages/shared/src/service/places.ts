import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  createAdmission,
  createDelayProbe,
  patienceUsual,
  rangeUsual,
  type Admission,
  type AdmissionOptions,
  type Entered
} from '../admission/index.ts'
import { systemClock, type Clock } from '../client/index.ts'
import { DomainError } from '../errors/index.ts'
import { currentContext } from '../telemetry/index.ts'
import { isProbe } from './probes.ts'
import { createRefusals, showAdmission } from './refusals.ts'
import type { Service, ServiceRuntime } from './types.ts'

/** Below a millisecond, and no change of the machine's time moves it. */
const steadyClock: Clock = { now: () => performance.now(), after: systemClock.after }
/** Work whose caller has gone, and which never says that it has ended, is forgotten then. */
const orphanMsMax = 30_000

/**
 * Gives every request but the probes a place before anything else is done for it, its token and its
 * body unread, or refuses it: 503 with `X-Not-Processed`. Below `observe`, which knows how important
 * a request is and how much time is left.
 */
export function holdPlaces(
  app: Service,
  runtime: ServiceRuntime,
  changes: Partial<AdmissionOptions> = {}
): void {
  const options: AdmissionOptions = {
    range: rangeUsual,
    patience: patienceUsual,
    clock: steadyClock,
    random: Math.random,
    ...changes,
    delay: changes.delay ?? createDelayProbe()
  }
  const admission = createAdmission(options)
  const refusals = createRefusals({ ...runtime, state: admission.state })
  const holders = new WeakMap<FastifyRequest, Holder>()
  showAdmission(runtime.metrics.registry, admission.state)
  app.addHook('onRequest', (request, reply, done) => {
    if (isProbe(request.routeOptions.url)) return done()
    const { importance = 'normal', deadlineAt = Infinity } = currentContext() ?? {}
    const route = `${request.method} ${request.routeOptions.url ?? ''}`
    const asking = { importance, route, leftMs: deadlineAt - runtime.clock() }
    whenEntered(admission.enter(asking), reply, entered => {
      if (entered.kind === 'admitted') {
        holders.set(request, hold(reply, entered.leave, options.clock))
        return done()
      }
      refusals.add(importance, entered.reason)
      done(new DomainError('OVERLOADED', 'there is too much to do'))
    })
  })
  app.addHook('onSend', async request => {
    holders.get(request)?.workEnded()
  })
  app.addHook('onClose', (_app, done) => {
    admission.close()
    done()
  })
}

function whenEntered(
  entered: ReturnType<Admission['enter']>,
  reply: FastifyReply,
  then: (entered: Entered) => void
): void {
  if (entered.kind !== 'waiting') return then(entered)
  const { leave } = entered
  reply.raw.once('close', leave)
  // In the context of this request, whichever other one gives its place back.
  void entered.entered.then(told => {
    reply.raw.off('close', leave)
    then(told)
  })
}

type Holder = { readonly workEnded: () => void }

/**
 * Gives the place back once the answer has gone and the work has ended. Work whose caller has gone
 * still keeps the process busy: otherwise callers that give up and ask again would pile it up.
 */
function hold(reply: FastifyReply, leave: (isUsual: boolean) => void, clock: Clock): Holder {
  let [isEnded, isClosed] = [false, false]
  let forget = (): void => undefined
  const settle = (): void => {
    if (!isEnded || !isClosed) return
    forget()
    leave(reply.statusCode < 400)
  }
  const close = (): void => {
    isClosed = true
    if (!isEnded) forget = clock.after(orphanMsMax, () => leave(false))
    settle()
  }
  // Its caller may have left while it waited.
  if (reply.raw.destroyed) close()
  else reply.raw.once('close', close)
  return {
    workEnded() {
      isEnded = true
      settle()
    }
  }
}
