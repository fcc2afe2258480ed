import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createRoute, z } from '@hono/zod-openapi';
import { parseScenario, ScenarioError } from '@legwork/sim';
import { accepts } from 'hono/accepts';
import { permit } from '../auth/permit.ts';
import { invalid, problem } from '../http/problem.ts';
import { json, ok, problemOf, problems } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { asOf as asOfSchema, label, moment } from '../schemas/common.ts';
import type { Service } from '../service.ts';
import { estimateOf } from './estimates.ts';
import { pageOf, reportOf, svgOf } from './report.ts';
import type { Simulation } from './simulation.ts';

const estimate = z
  .object({ mean: z.number().nullable(), halfWidth: z.number().nullable() })
  .openapi('Estimate', { description: 'The mean over the runs, and half the width of its 95 % confidence interval' });
const simulationSchema = z
  .object({
    id: z.string().openapi({ example: 'sim_6f2a' }),
    title: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    seed: z.number().int(),
    runs: z.number().int(),
    runsDone: z.number().int(),
    serviceLevel: estimate,
    createdAt: moment,
    startedAt: moment.nullable(),
    endedAt: moment.nullable(),
    error: z.string().nullable(),
  })
  .openapi('Simulation');

const tags = ['simulations'];
const params = z.object({ id: label });

const create = createRoute({
  method: 'post',
  path: '/simulations',
  tags,
  summary: 'Run a scenario',
  description:
    'Beside the calls, in a thread of its own; one after the other. Each run has its own seed. `simulation.progress` tells how far it is, and how sure its figures are.',
  request: {
    body: json(
      z.strictObject({
        scenario: z
          .string()
          .min(1)
          .max(40_000)
          .optional()
          .openapi({ description: 'YAML; without it the day of a bank' }),
        title: z.string().min(1).max(200).optional(),
        seed: z
          .int()
          .min(0)
          .max(2 ** 52)
          .default(1),
        runs: z.int().min(1).max(200).default(10),
      }),
    ),
  },
  responses: {
    202: {
      description: 'It waits for its turn, or runs',
      content: { 'application/json': { schema: simulationSchema } },
    },
    ...problems,
  },
});
const list = createRoute({
  method: 'get',
  path: '/simulations',
  tags,
  summary: 'The simulations',
  request: { query: z.strictObject({}) },
  responses: ok(z.object({ data: z.array(simulationSchema), next: z.null(), asOf: asOfSchema }), 'The newest first'),
});
const item = createRoute({
  method: 'get',
  path: '/simulations/{id}',
  tags,
  summary: 'One simulation, and how far it is',
  request: { params },
  responses: ok(simulationSchema, 'The simulation'),
});
const remove = createRoute({
  method: 'delete',
  path: '/simulations/{id}',
  tags,
  summary: 'Stop it; where it is over, forget it',
  request: { params },
  responses: { 204: { description: 'It has stopped, or is forgotten' }, ...problems },
});
const report = createRoute({
  method: 'get',
  path: '/simulations/{id}/report',
  tags,
  summary: 'What its runs came to',
  description:
    'As JSON, as plots (image/svg+xml), or as a page (text/html), by `Accept`. While it runs: of the runs that are done.',
  request: { params },
  responses: {
    200: {
      description: 'The report',
      content: {
        'application/json': {
          schema: z
            .object({
              id: z.string(),
              title: z.string(),
              state: z.string(),
              seed: z.number(),
              runs: z.number(),
              runsDone: z.number(),
              figures: z.record(z.string(), estimate),
              halfHours: z.array(
                z.object({
                  from: z.string(),
                  offered: estimate,
                  abandoned: estimate,
                  serviceLevel: estimate,
                  meanWaiting: estimate,
                }),
              ),
              definitions: z.record(z.string(), z.string()),
            })
            .openapi('SimulationReport'),
        },
        'image/svg+xml': { schema: z.string() },
        'text/html': { schema: z.string() },
      },
    },
    406: problemOf('It can be given as application/json, image/svg+xml or text/html'),
    ...problems,
  },
});

const types = ['application/json', 'image/svg+xml', 'text/html'];

/** Scenarios, run with the very logic that answers the calls. */
export const simulationsRoutes = (service: Service) => {
  const { simulations } = service;
  const found = async (id: string): Promise<Simulation> => {
    await simulations.ready;
    const simulation = simulations.find(id);
    if (simulation === undefined) throw problem('notFound');
    return simulation;
  };
  return createRouter()
    .openapi(create, async (c) => {
      const principal = permit(c, 'simulations.write');
      const { scenario = await exampleScenario(), title, seed, runs } = c.req.valid('json');
      const parsed = checked(scenario);
      await simulations.ready;
      const created = await simulations.create({
        scenario,
        title: title ?? parsed.title,
        seed,
        runs,
        by: principal.id,
      });
      if (created === null)
        throw problem('tooMany', { detail: 'As many simulations wait as may.' }, { 'Retry-After': '30' });
      c.header('Location', `/v1/simulations/${created.id}`);
      return c.json(simulationJson(created), 202);
    })
    .openapi(list, async (c) => {
      permit(c, 'simulations.read');
      await simulations.ready;
      return c.json(
        { data: simulations.list().map(simulationJson), next: null, asOf: service.streams.asOf(c.var.principal) },
        200,
      );
    })
    .openapi(item, async (c) => {
      permit(c, 'simulations.read');
      return c.json(simulationJson(await found(c.req.valid('param').id)), 200);
    })
    .openapi(remove, async (c) => {
      permit(c, 'simulations.write');
      const { id } = await found(c.req.valid('param').id);
      await simulations.remove(id);
      return c.body(null, 204);
    })
    .openapi(report, async (c) => {
      permit(c, 'simulations.read');
      const made = reportOf(await found(c.req.valid('param').id));
      const type = accepts(c, {
        header: 'Accept',
        supports: types,
        default: c.req.header('accept') === undefined ? 'application/json' : 'none',
      });
      const asked = c.req.header('accept') ?? '*/*';
      if (type === 'application/json' || (type === 'none' && /\*\/\*|application\/\*/.test(asked))) {
        return c.json({ ...made, halfHours: [...made.halfHours] }, 200);
      }
      if (type === 'none') throw problem('notAcceptable', { allowed: types.join(', ') });
      const text = type === 'text/html' ? await pageOf(made) : await svgOf(made);
      return c.body(text, 200, {
        'Content-Type': `${type}; charset=utf-8`,
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
      });
    });
};

const exampleScenario = (): Promise<string> =>
  readFile(createRequire(import.meta.url).resolve('@legwork/sim/scenarios/bank.yaml'), 'utf8');

const checked = (scenario: string) => {
  try {
    return parseScenario(scenario);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw invalid(
      error.problems.slice(0, 50).map(({ line, column, at, problem }) => ({
        pointer: '/scenario',
        detail: `line ${line}, column ${column}: ${at} ${problem}`,
      })),
    );
  }
};

const simulationJson = ({
  id,
  title,
  state,
  seed,
  runs,
  results,
  createdAt,
  startedAt,
  endedAt,
  error,
}: Simulation) => ({
  id,
  title,
  state,
  seed,
  runs,
  runsDone: results.length,
  serviceLevel: { ...estimateOf(results.map(({ serviceLevel }) => serviceLevel)) },
  createdAt,
  startedAt,
  endedAt,
  error,
});
