import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyReply,
  type FastifyRequest
} from 'fastify'
import type { AdmissionOptions, Importance } from '../admission/index.ts'
import { DomainError } from '../errors/index.ts'
import { admit } from './access.ts'
import { addDiscoveryView } from './discovery-view.ts'
import { documentRoutes } from './document.ts'
import {
  createClientErrorHandler,
  createEarlyErrorSender,
  createErrorSender
} from './error-sender.ts'
import { createLifecycle, type Lifecycle } from './lifecycle.ts'
import { observe } from './observe.ts'
import { holdPlaces } from './places.ts'
import { addProbes, isProbe } from './probes.ts'
import type { StatusOf, Told } from './problem.ts'
import type { Service, ServiceRuntime } from './types.ts'
import { compileValidator } from './validation.ts'

export type ServiceOptions = {
  readonly runtime: ServiceRuntime
  /** The status of every code that the service throws. */
  readonly statusOf: StatusOf
  /** For the API document. */
  readonly title: string
  readonly description: string
  /** 64 KiB unless told. */
  readonly bodyBytesMax?: number
  /**
   * Routes need no service token unless they name callers: for the web facade, whose callers are
   * browsers.
   */
  readonly isPublic?: boolean
  /**
   * How important a request is. Unless told, the caller says so, and `high` only with a good token;
   * for a public service, whose callers are not believed.
   */
  readonly importanceOf?: (request: FastifyRequest) => Importance
  /** Who is let in while there is too much to do, where it differs from what is usual. */
  readonly admission?: Partial<AdmissionOptions>
  /** What callers prove with that they may call, for the API document of a service with tokens of its own. */
  readonly bearer?: string
  /** Answers an error in another form than problem+json, such as a page. */
  readonly sendError?: (request: FastifyRequest, reply: FastifyReply, told: Told) => unknown
}

const lifecycles = new WeakMap<Service, Lifecycle>()

/** The life of an app that `createService` made. */
export function lifecycleOf(app: Service): Lifecycle {
  const lifecycle = lifecycles.get(app)
  if (lifecycle === undefined) throw new TypeError('not an app that createService made')
  return lifecycle
}

/**
 * A Fastify app with all that every service has: strict validation, problem+json errors, tokens,
 * traces, metrics, logs, deadlines, probes and an API document. It does not listen and knows no
 * environment: see `run`.
 */
export function createService(options: ServiceOptions): Service {
  const { runtime } = options
  const app = createFastify(options)
  const lifecycle = createLifecycle(runtime.clock)
  lifecycles.set(app, lifecycle)
  app.setValidatorCompiler(compileValidator)
  countRequests(app, lifecycle)
  observe(app, runtime, options.importanceOf)
  holdPlaces(app, runtime, options.admission)
  app.addHook('onRequest', (request, _reply, done) => {
    admit(request, runtime, options.isPublic ?? false)
    done()
  })
  const send = createErrorSender(options)
  app.setErrorHandler(send)
  app.setNotFoundHandler((request, reply) =>
    send(new DomainError('NOT_FOUND', 'there is nothing at this address'), request, reply)
  )
  documentRoutes(app, options)
  addProbes(app, runtime, lifecycle)
  addDiscoveryView(app, runtime)
  return app
}

function createFastify(options: ServiceOptions): Service {
  const { runtime, bodyBytesMax = 65_536 } = options
  return Fastify({
    loggerInstance: runtime.logger as FastifyBaseLogger,
    // The chassis writes its own line for a request, and not for every one.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytesMax,
    requestTimeout: 30_000,
    // Longer than any client's, so that the client is the side that closes an idle connection.
    keepAliveTimeout: 72_000,
    // While it drains a service serves everything; the only 503 that says "not processed" is one
    // that we mean.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    // Above what the edge lets through, so that it is the schema that refuses, with an answer like any other.
    routerOptions: { maxParamLength: 2_048 },
    frameworkErrors: createEarlyErrorSender(options),
    clientErrorHandler: createClientErrorHandler(runtime)
  }).withTypeProvider<TypeBoxTypeProvider>()
}

/**
 * Counts what a graceful stop waits for. Probes do not count: they never end. First of all hooks,
 * so that it sees all.
 */
function countRequests(app: Service, lifecycle: Lifecycle): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!isProbe(request.routeOptions.url)) {
      lifecycle.requestStarted()
      // Comes also when the caller has gone, in which case `finish` does not.
      reply.raw.once('close', lifecycle.requestEnded)
    }
    done()
  })
  // At the time of sending, so that answers to requests which were in flight already carry it too.
  app.addHook('onSend', async (_request, reply) => {
    if (lifecycle.isDraining()) reply.header('connection', 'close')
  })
}
