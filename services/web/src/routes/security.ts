import helmet from '@fastify/helmet'
import type { Service } from '@microzon/shared/service'

/** No script or style but the shop's own files, no other site in or around a page. */
export async function addSecurityHeaders(app: Service): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"]
      }
    },
    referrerPolicy: { policy: 'same-origin' },
    // The shop itself speaks plain http on a developer's machine; whoever ends https in front of it
    // adds this.
    strictTransportSecurity: false
  })
}
