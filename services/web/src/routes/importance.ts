import type { Importance } from '@microzon/shared/admission'
import type { FastifyRequest } from 'fastify'

/**
 * What is served first while there is too little for all: who is paying, then who fills a cart or
 * logs in, and browsing last. It goes on to every service that the page is made from.
 */
export function importanceOf({ routeOptions }: FastifyRequest): Importance {
  const { url = '' } = routeOptions
  if (/^\/shop\/(checkout|orders)/.test(url)) return 'high'
  return /^\/(shop\/(cart|addToCart)|user|status)/.test(url) ? 'normal' : 'low'
}
