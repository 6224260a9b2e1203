/**
 * The headers that keep a page to itself: it loads nothing from elsewhere, runs no script and no style that stands
 * in the page, is shown in no frame, and tells other sites nothing about where a visitor came from.
 *
 * Strict-Transport-Security is left to the reverse proxy that has the certificate: it holds for every port of the
 * host name, and so would break `http://` announce addresses for whoever opens one in a browser.
 */
import type { FastifyHelmetOptions } from '@fastify/helmet'

const nobody = ["'none'"]
const thisSite = ["'self'"]

export const securityHeaders: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': nobody,
      'script-src': thisSite,
      'style-src': thisSite,
      'img-src': thisSite,
      'connect-src': thisSite,
      'form-action': thisSite,
      'base-uri': nobody,
      'frame-ancestors': nobody,
    },
  },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'same-origin' },
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
}
