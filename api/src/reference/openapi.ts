import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../service.ts';
import { withHeaders } from './headers.ts';
import { referencePage } from './page.ts';

const info = {
  title: 'Legwork',
  version: '1',
  description: [
    'Calls, and supervisors at calls. A command is answered with an operation (202), which ends exactly once: GET /v1/operations/{id}, or',
    'Prefer: wait=5 with the command. Refusals and all other failures are application/problem+json with a reason; a refusal says what is',
    'allowed instead. An Idempotency-Key makes a command repeatable for a day. Times are milliseconds since the Unix epoch.',
    'Within /v1 things are added and never taken away: ignore members and words that you do not know.',
  ].join(' '),
};

export type ApiDocument = ReturnType<OpenAPIHono<Env>['getOpenAPI31Document']>;

/** The description of every route, as OpenAPI 3.1, and a page to read it. */
export const describeApi = <App extends OpenAPIHono<Env>>(app: App): App => {
  const { openAPIRegistry } = app;
  openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key, or a token of the identity provider',
  });
  openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'legwork_session',
  });
  // Made when somebody asks, once.
  let made: ApiDocument | null = null;
  const document = (): ApiDocument => {
    made ??= withHeaders(
      app.getOpenAPI31Document({ openapi: '3.1.0', info, security: [{ bearer: [] }, { session: [] }] }),
    );
    return made;
  };
  app.get('/openapi.json', (c) => c.json(document()));
  app.get('/reference', (c) => {
    c.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    );
    return c.html(referencePage(document()));
  });
  return app;
};
