import type { ApiDocument } from './openapi.ts';

/** What of a route's description is added to. */
interface Operation {
  parameters?: object[];
  responses?: Readonly<Record<string, { headers?: Headers }>>;
}
type Headers = Readonly<Record<string, { readonly schema: object; readonly description: string }>>;

const text = { type: 'string' } as const;

const prefer = {
  name: 'Prefer',
  in: 'header',
  required: false,
  schema: text,
  description: '`wait=5`: the reply comes when the operation is resolved, or after so many seconds (RFC 7240)',
  example: 'wait=5',
} as const;
const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { ...text, minLength: 1, maxLength: 255 },
  description:
    'Visible ASCII. For a day the same request with the same key is answered with what became of the first; another one is a 422, one that comes while the first is being answered a 409',
} as const;
const replayed = {
  'Idempotent-Replayed': { schema: text, description: '`true`: the request was made before, by its `Idempotency-Key`' },
} as const;
const retryAfter = { 'Retry-After': { schema: text, description: 'After how many seconds to try again' } } as const;

/** What replies carry beside what each route says of them. */
const ofStatus: Readonly<Record<string, Headers>> = {
  401: { 'WWW-Authenticate': { schema: text, description: '`Bearer`' } },
  429: retryAfter,
  503: retryAfter,
};

/**
 * The description with the headers that routes have in common: those that a request may carry that is answered with an operation, and those of
 * replies. They are written here alone, so that the types of the client ask for none of them.
 */
export const withHeaders = (document: ApiDocument): ApiDocument => {
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const operation of [item.get, item.post, item.put, item.patch, item.delete]) {
      if (operation === undefined) continue;
      describe(operation, path);
    }
  }
  return document;
};

const describe = (operation: Operation, path: string): void => {
  const { responses = {} } = operation;
  const isCommand = responses[202]?.headers?.['Location'] !== undefined;
  const waits = isCommand || path === '/v1/operations/{id}';
  operation.parameters = [
    ...(operation.parameters ?? []),
    ...(waits ? [prefer] : []),
    ...(isCommand ? [idempotencyKey] : []),
  ];
  for (const [status, response] of Object.entries(responses)) {
    const more = { ...(isCommand && status !== '401' ? replayed : {}), ...ofStatus[status] };
    if (Object.keys(more).length > 0) response.headers = { ...response.headers, ...more };
  }
};
