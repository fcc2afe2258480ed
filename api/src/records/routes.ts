import { createRoute, z } from '@hono/zod-openapi';
import { asId, type CallId } from '@legwork/core';
import { accepts } from 'hono/accepts';
import { permit } from '../auth/permit.ts';
import { seesSeats } from '../auth/visibility.ts';
import { invalid, problem } from '../http/problem.ts';
import { ok, problemOf, problems } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { label, moment, pageOf } from '../schemas/common.ts';
import { commandType } from '../schemas/words.ts';
import type { Service } from '../service.ts';
import { readAudit } from './audit.ts';
import { csv, exportRecords, parquet } from './export.ts';
import { callRecordSchema, recordJson } from './record.ts';
import { readRecords } from './visible-records.ts';

const types = {
  json: 'application/json',
  csv: 'text/csv',
  parquet: 'application/vnd.apache.parquet',
} as const;
type Format = keyof typeof types;

const whole = z.coerce.number().int().min(0);
const limit = z.coerce.number().int().min(1).max(500).default(100);
const cursor = z.string().max(256).optional();

const records = createRoute({
  method: 'get',
  path: '/call-records',
  tags: ['records'],
  summary: 'Calls that are over',
  description:
    'As JSON, page by page; as CSV or Parquet, all of them in one file, by `Accept` or `format`. Without `updatedSince` the newest first; with it those that were closed after that event, the oldest first, so that a reader goes on from the `updatedSeq` of the last it has.',
  request: {
    query: z.strictObject({
      updatedSince: whole.optional(),
      from: whole.optional().openapi({ description: 'Calls that began at this moment or later' }),
      to: whole.optional().openapi({ description: 'Calls that began before this moment' }),
      queue: label.optional(),
      agent: label.optional().openapi({ description: 'Calls on which the agent talked' }),
      format: z.enum(['json', 'csv', 'parquet']).optional().openapi({ description: 'In place of `Accept`' }),
      limit,
      cursor,
    }),
  },
  responses: {
    200: {
      description: 'Call records',
      content: {
        [types.json]: { schema: pageOf(callRecordSchema) },
        [types.csv]: { schema: z.string() },
        [types.parquet]: { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
    406: problemOf('It can be given as application/json, text/csv or application/vnd.apache.parquet'),
    ...problems,
  },
});

const auditSchema = z
  .object({
    seq: z.number().int(),
    at: moment,
    operation: z.string(),
    what: commandType,
    by: z.object({ role: z.string(), id: z.string() }),
    principal: z.string(),
    detail: z.string().nullable(),
    reason: z.string().nullable(),
    call: z.string().nullable(),
    outcome: z.string(),
    why: z.string().nullable(),
  })
  .openapi('AuditEntry', { description: 'Who did what to whom, why, and what came of it' });

const audit = createRoute({
  method: 'get',
  path: '/audit',
  tags: ['records'],
  summary: 'Every privileged action, refused ones included',
  request: {
    query: z.strictObject({
      from: whole.optional(),
      to: whole.optional(),
      principal: label.optional().openapi({ description: 'By the key or token that it was asked with' }),
      by: label.optional().openapi({ description: 'By who asked: the id of `by`', example: 'minh' }),
      call: label.optional(),
      what: commandType.optional(),
      limit,
      cursor,
    }),
  },
  responses: ok(pageOf(auditSchema), 'The newest first'),
});

/** What is left of calls, and of what was done to them. */
export const recordsRoutes = (service: Service) => {
  return createRouter()
    .openapi(records, async (c) => {
      const principal = permit(c, 'records.read');
      const { updatedSince, from, to, queue, agent, limit, ...given } = c.req.valid('query');
      if (updatedSince !== undefined && !seesSeats(principal)) {
        throw invalid([
          { pointer: 'updatedSince', detail: 'agents ask by `from` and `to`: they are not told numbers of events' },
        ]);
      }
      const { cursors } = service.streams;
      const cursor = given.cursor === undefined ? undefined : cursors.reveal(principal, given.cursor);
      if (cursor === null) throw invalid([{ pointer: 'cursor', detail: 'is none that a list has given' }]);
      const format = given.format ?? formatOf(c);
      const query = {
        ...(updatedSince !== undefined && { updatedSince }),
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        ...(queue !== undefined && { queue: asId<Parameters<typeof service.directory.teamOfQueue>[0]>(queue) }),
        ...(agent !== undefined && { agent: asId<Parameters<typeof service.directory.agent>[0]>(agent) }),
      };
      if (format === 'json') {
        const found = await readRecords(service, principal, query, { limit, cursor });
        const asOf = service.streams.asOf(principal);
        const next = found.next === null ? null : cursors.hide(principal, found.next);
        return c.json({ data: found.data.map((record) => recordJson(principal, record)), next, asOf }, 200);
      }
      const body = exportRecords(service, principal, query, format === 'csv' ? csv() : parquet());
      return c.body(body, 200, {
        'Content-Type': format === 'csv' ? `${types.csv}; charset=utf-8; header=present` : types[format],
        'Content-Disposition': `attachment; filename="call-records.${format}"`,
        'Cache-Control': 'no-store',
      });
    })
    .openapi(audit, async (c) => {
      const principal = permit(c, 'audit.read');
      const { from, to, principal: asked, by, call, what, ...page } = c.req.valid('query');
      const { data, next } = await readAudit(
        service,
        principal,
        {
          ...(from !== undefined && { from }),
          ...(to !== undefined && { to }),
          ...(asked !== undefined && { principal: asked }),
          ...(by !== undefined && { by }),
          ...(call !== undefined && { call: asId<CallId>(call) }),
          ...(what !== undefined && { what }),
        },
        page,
      );
      const rows = data.map(({ command, ...row }) => ({ ...row, operation: command as string }));
      return c.json({ data: rows, next, asOf: service.streams.asOf(c.var.principal) }, 200);
    });
};

const formatOf = (c: Parameters<typeof accepts>[0]): Format => {
  const nothing = 'none';
  const header = c.req.header('accept') ?? '*/*';
  if (/(^|,)\s*(\*\/\*|application\/\*)\s*(;|,|$)/.test(header) && !/text\/csv|parquet/.test(header)) return 'json';
  const accepted = accepts(c, { header: 'Accept', supports: Object.values(types), default: nothing });
  const found = (Object.keys(types) as Format[]).find((format) => types[format] === accepted);
  if (found === undefined) throw problem('notAcceptable', { allowed: Object.values(types).join(', ') });
  return found;
};
