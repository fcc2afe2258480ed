import { html, raw } from 'hono/html';
import type { ApiDocument } from './openapi.ts';

type Html = ReturnType<typeof html>;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Contents };
  readonly responses?: Readonly<Record<string, { readonly description?: string; readonly content?: Contents }>>;
}
interface Parameter {
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: unknown;
}
type Contents = Readonly<Record<string, { readonly schema?: unknown }>>;

/**
 * The document as one page without scripts: it runs no code of anybody in the origin that holds the session, and needs no network beyond this
 * service.
 */
export const referencePage = (document: ApiDocument): Html => {
  const operations = operationsIn(document);
  const tags = [...new Set(operations.flatMap(({ tags = [] }) => tags))];
  const schemas = Object.entries(document.components?.schemas ?? {});
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${document.info.title} API</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <main>
          <h1>${document.info.title} API</h1>
          <p>${document.info.description}</p>
          <p><a href="/openapi.json">openapi.json</a></p>
          <nav>${tags.map((tag) => html`<a href="#${tag}">${tag}</a> `)}<a href="#schemas">schemas</a></nav>
          ${tags.map(
            (tag) =>
              html`<h2 id="${tag}">${tag}</h2>
                ${operations.filter(({ tags = [] }) => tags.includes(tag)).map(operationHtml)}`,
          )}
          <h2 id="schemas">Schemas</h2>
          ${schemas.map(
            ([name, schema]) =>
              html`<details id="schema-${name}">
                <summary>${name}</summary>
                ${code(schema)}
              </details>`,
          )}
        </main>
      </body>
    </html>`;
};

const operationsIn = (document: ApiDocument): readonly Operation[] =>
  Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ ...(operation as Partial<Operation>), method, path }];
    }),
  );

const operationHtml = ({
  method,
  path,
  summary,
  description,
  parameters = [],
  requestBody,
  responses = {},
}: Operation): Html =>
  html`<details>
    <summary><b>${method.toUpperCase()}</b> <code>${path}</code> ${summary}</summary>
    ${description === undefined ? '' : html`<p>${description}</p>`}
    ${
      parameters.length === 0
        ? ''
        : html`<h3>Parameters</h3>
            <ul>
              ${parameters.map(parameterHtml)}
            </ul>`
    }
    ${
      requestBody === undefined
        ? ''
        : html`<h3>Body</h3>
            ${contentsHtml(requestBody.content)}`
    }
    <h3>Replies</h3>
    <ul>
      ${Object.entries(responses).map(
        ([status, reply]) => html`<li><b>${status}</b> ${reply.description} ${contentsHtml(reply.content)}</li>`,
      )}
    </ul>
  </details>`;

const parameterHtml = ({ name, in: where, required, description, schema }: Parameter): Html =>
  html`<li>
    <code>${name}</code> in ${where}${required === true ? '' : ', optional'}: ${description ?? ''}
    <code>${JSON.stringify(schema)}</code>
  </li>`;

const contentsHtml = (contents: Contents | undefined): Html | string => {
  const [type, content] = Object.entries(contents ?? {})[0] ?? [];
  if (type === undefined || content === undefined) return '';
  const name = referenceIn(content.schema);
  return name === null
    ? html`<code>${type}</code> ${code(content.schema)}`
    : html`<code>${type}</code> <a href="#schema-${name}">${name}</a>`;
};

const referenceIn = (schema: unknown): string | null => {
  const reference: unknown = typeof schema === 'object' && schema !== null ? Reflect.get(schema, '$ref') : null;
  return typeof reference === 'string' ? (reference.split('/').at(-1) ?? null) : null;
};

const code = (value: unknown): Html => html`<pre>${JSON.stringify(value, null, 2)}</pre>`;

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
details { border-top: 1px solid #8884; padding: .5rem 0; }
summary { cursor: pointer; }
pre { overflow-x: auto; background: #8881; padding: .75rem; font-size: .85rem; }
nav a { margin-right: .75rem; }
h3 { font-size: 1rem; margin: .75rem 0 .25rem; }
`;
