import { healthRoutes, metricsRoutes } from './health/routes.ts';
import { answering, entering } from './http/answering.ts';
import { notFound } from './http/not-found.ts';
import { createOnError } from './http/on-error.ts';
import { createRouter } from './http/router.ts';
import { describeApi } from './reference/openapi.ts';
import { agentRoutes } from './routes/agents.ts';
import { callCommandRoutes } from './routes/call-commands.ts';
import { callsRoutes } from './routes/calls.ts';
import { flowRoutes } from './routes/flows.ts';
import { keyRoutes } from './routes/keys.ts';
import { legRoutes } from './routes/legs.ts';
import { operationRoutes } from './routes/operations.ts';
import { queueRoutes } from './routes/queues.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { supervisionRoutes } from './routes/supervisions.ts';
import { supervisorRoutes } from './routes/supervisors.ts';
import { transferRoutes } from './routes/transfers.ts';
import { whoamiRoutes } from './routes/whoami.ts';
import { consoleRoutes } from './console/routes.ts';
import { eventsRoutes } from './stream/routes.ts';
import { recordsRoutes } from './records/routes.ts';
import { simulationsRoutes } from './simulations/routes.ts';
import { webhooksRoutes } from './webhooks/routes.ts';
import type { Service } from './service.ts';

/** The API as a function from requests to responses. It listens nowhere: a server does that, or a test asks it directly. */
export const createApp = (service: Service) => {
  const app = createRouter();
  app.onError(createOnError(service.log));
  app.notFound(notFound(app));
  app.use(answering(service));
  app.route('/', healthRoutes(service)).route('/v1', healthRoutes(service));
  app.use('/v1/*', entering(service));
  const routes = app
    .route('/v1', callsRoutes(service))
    .route('/v1', callCommandRoutes(service))
    .route('/v1', legRoutes(service))
    .route('/v1', transferRoutes(service))
    .route('/v1', supervisionRoutes(service))
    .route('/v1', operationRoutes(service))
    .route('/v1', agentRoutes(service))
    .route('/v1', supervisorRoutes(service))
    .route('/v1', queueRoutes(service))
    .route('/v1', flowRoutes(service))
    .route('/v1', whoamiRoutes(service))
    .route('/v1', sessionRoutes(service))
    .route('/v1', keyRoutes(service))
    .route('/v1', eventsRoutes(service))
    .route('/v1', webhooksRoutes(service))
    .route('/v1', recordsRoutes(service))
    .route('/v1', metricsRoutes(service))
    .route('/v1', simulationsRoutes(service));
  app.route('/', consoleRoutes(service));
  return describeApi(routes);
};

/** The routes of the API, for a typed client. */
export type App = ReturnType<typeof createApp>;
