import { randomUUID } from 'node:crypto';
import { authenticate } from './auth/authenticate.ts';
import { limitBodies, requireJson } from './http/bodies.ts';
import { notFound } from './http/not-found.ts';
import { onError } from './http/on-error.ts';
import { createRouter } from './http/router.ts';
import { callsRoutes } from './routes/calls.ts';
import { eventsRoutes } from './stream/routes.ts';
import { supervisionsRoutes } from './routes/supervisions.ts';
import type { Service } from './service.ts';

/** The API as a function from requests to responses. It listens nowhere: a server does that, or a test asks it directly. */
export const createApp = (service: Service) => {
  const app = createRouter();
  app.onError(onError);
  app.notFound(notFound(app));
  app.use(async (c, next) => {
    const requestId = randomUUID();
    c.set('requestId', requestId);
    c.set('log', service.log.child({ requestId }));
    c.header('X-Request-Id', requestId);
    c.header('X-Content-Type-Options', 'nosniff');
    await next();
  });
  app.use('/v1/*', authenticate(service), limitBodies(service.settings.limits.bodyBytes), requireJson);
  return app
    .route('/v1', callsRoutes(service))
    .route('/v1', supervisionsRoutes(service))
    .route('/v1', eventsRoutes(service));
};

/** The routes of the API, for a typed client. */
export type App = ReturnType<typeof createApp>;
