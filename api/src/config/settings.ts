import { z } from 'zod';
import { permissions, roles, unfitForAgents, whyUnfit } from '../auth/permissions.ts';

const id = z
  .string()
  .min(1)
  .max(128)
  .regex(/^\P{Cc}*$/u, 'no control characters');
const name = z.string().min(1).max(200);
const ms = (most: number) => z.int().min(1).max(most);
const hour = 3_600_000;

/** Other phones of somebody, by names that requests can say. */
const devices = z.record(id, id).default({});

/** An own list of permissions for a role, in place of the built-in one. */
const rolePermissions = z
  .partialRecord(z.enum(roles), z.array(z.enum(permissions)))
  .superRefine(({ agent = [] }, context) => {
    for (const [n, one] of agent.entries()) {
      if (unfitForAgents.has(one)) context.addIssue({ code: 'custom', path: ['agent', n], message: whyUnfit });
    }
  });

const oidc = z.strictObject({
  /** As it stands in the tokens' `iss`; its keys are found through its discovery document where `jwksUri` does not say. */
  issuer: z.url(),
  audience: z.string().min(1),
  jwksUri: z.url().optional(),
  clockToleranceMs: z.int().min(0).max(300_000).default(30_000),
  /** For so many days the webhooks of somebody go on as they may who were seen last, by a token: nobody tells us when they leave. */
  rememberDays: z.int().min(1).max(365).default(30),
  /** The claims that say who it is. A dot goes inside: `realm_access.roles`. */
  claims: z
    .strictObject({
      subject: z.string().min(1).default('sub'),
      name: z.string().min(1).default('name'),
      role: z.string().min(1).default('role'),
      teams: z.string().min(1).default('teams'),
    })
    .prefault({}),
  /** What the role claim may say, and which role it stands for. Whoever has none of them is nobody. */
  roles: z.record(z.string(), z.enum(roles)).default({}),
});

/** What one YAML file and the environment say. Everything has a default but people, routing and switch. */
export const settingsSchema = z.strictObject({
  listen: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: z.int().min(0).max(65_535).default(8_080),
      /** Where browsers reach it, if that is elsewhere; with https the cookie is Secure. */
      publicUrl: z.url().optional(),
      /** A proxy in front sets X-Forwarded-For: its last entry is the client. */
      behindProxy: z.boolean().default(false),
    })
    .prefault({}),
  switch: z
    .strictObject({
      /** `simulated`, `asterisk`, `freeswitch`, or the name of a package that exports a switch. */
      kind: z.string().min(1).default('simulated'),
      id: id.default('switch'),
      /** What the adapter takes; secrets by reference. */
      options: z.record(z.string(), z.unknown()).default({}),
    })
    .prefault({}),
  journal: z
    .strictObject({
      file: z.string().min(1).default('legwork.db'),
      retentionDays: z.int().min(1).max(3_650).default(90),
      /** Whether it is written in a thread of its own: then the disk makes no call wait. `auto`: where there is more than one core. */
      thread: z.enum(['auto', 'on', 'off']).default('auto'),
      /** How large the file may become; beyond that it is full, and commands are refused. Without limit, where nothing is said. */
      mostBytes: z.int().min(1_048_576).max(Number.MAX_SAFE_INTEGER).optional(),
      /** So many inputs are replayed at most after a crash, some ten thousand a second. */
      checkpointEvery: z.int().min(100).max(10_000_000).default(20_000),
    })
    .prefault({}),
  teams: z.array(z.strictObject({ id, name })).default([]),
  agents: z
    .array(
      z.strictObject({
        id,
        name: name.optional(),
        team: id.nullable().default(null),
        endpoint: id,
        devices,
        skills: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  supervisors: z
    .array(
      z.strictObject({
        id,
        name: name.optional(),
        teams: z.union([z.literal('all'), z.array(id)]).default('all'),
        endpoint: id,
        devices,
      }),
    )
    .default([]),
  /** The team of a queue. A queue that is not here belongs to none, and every supervisor sees its calls. */
  queueTeams: z.record(z.string(), id).default({}),
  /** Hotlines, nodes and queues: see `loadRouting`. */
  routing: z.record(z.string(), z.unknown()).optional(),
  auth: z
    .strictObject({
      sessionMs: ms(30 * 24 * hour).default(12 * hour),
      permissions: rolePermissions.default({}),
      oidc: oidc.optional(),
    })
    .prefault({}),
  limits: z
    .strictObject({
      bodyBytes: z.int().min(1_024).max(16_777_216).default(65_536),
      /** For each principal. */
      requestsPerMinute: z.int().min(1).default(6_000),
      /** Failed attempts to say who one is, for each address. */
      failuresPerMinute: z.int().min(1).default(30),
      /** Streams of events that each principal can have open. */
      streams: z.int().min(1).max(1_000).default(10),
      /** The longest that `Prefer: wait` waits. */
      waitMs: ms(60_000).default(30_000),
    })
    .prefault({}),
  simulations: z
    .strictObject({
      /** How many may wait or run; one runs at a time. */
      waiting: z.int().min(1).max(1_000).default(20),
      /** How many that are over are kept. */
      kept: z.int().min(1).max(10_000).default(100),
      /** For one, with all its runs. */
      timeoutMs: ms(24 * hour).default(hour),
      memoryMb: z.int().min(64).max(65_536).default(1_024),
    })
    .prefault({}),
  webhooks: z
    .strictObject({
      most: z.int().min(0).max(1_000).default(100),
      /** For one attempt, from the name to the end of the answer. */
      timeoutMs: ms(60_000).default(15_000),
      /** Without it only https. */
      allowHttp: z.boolean().default(false),
      /** Addresses that may be called although they are not public: `10.1.0.0/16`. */
      allowAddresses: z.array(z.union([z.cidrv4(), z.cidrv6()])).default([]),
    })
    .prefault({}),
  policy: z
    .strictObject({
      /** Actions that need a reason. */
      reasonFor: z
        .array(z.enum(['monitor', 'whisper', 'barge', 'takeover', 'transfer', 'stop', 'agents.force']))
        .default([]),
      /**
       * Where calls may be sent: a number passes that begins with one of these and none of `deny`. Spaces, dots, dashes and brackets are
       * passed over; what begins like a number has to be one, of digits, `*` and `#`. Nothing is allowed where nothing is said.
       */
      destinations: z
        .strictObject({
          allow: z.array(z.string().min(1)).default([]),
          deny: z.array(z.string().min(1)).default([]),
        })
        .prefault({}),
      /** How long a command waits for a switch that is out of reach, before it is refused as `unconfirmed`; 0: not at all. */
      holdWhileLostMs: z.int().min(0).max(300_000).default(0),
      /** The engine's times, in milliseconds, where they differ from its own. */
      times: z
        .strictObject({
          joinTimeoutMs: ms(hour),
          tapTimeoutMs: ms(hour),
          deedTimeoutMs: ms(hour),
          killMs: ms(hour),
          ringTimeoutMs: ms(hour),
          ringGraceMs: ms(hour),
          parkTimeoutMs: ms(24 * hour),
          followIdleMs: ms(24 * hour),
          announceTimeoutMs: ms(hour),
          silenceMs: ms(7 * 24 * hour),
          wrapUpMs: ms(24 * hour),
        })
        .partial()
        .default({}),
      /** The number shown to agents' and supervisors' phones where there is no better one. */
      callerId: id.default('legwork'),
    })
    .prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info') }).prefault({}),
});

export type Settings = z.output<typeof settingsSchema>;
