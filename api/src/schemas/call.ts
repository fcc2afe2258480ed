import { z } from '@hono/zod-openapi';
import { directions, modes, scopes } from '@legwork/core';
import { callId, duration, label, legId, moment, seatId } from './common.ts';
import { refusal } from './problem.ts';
import { callState, commandType, handoverState, holdState, recordingState, seatState } from './words.ts';

export const partySchema = z
  .object({ kind: z.enum(['agent', 'supervisor', 'number']), id: z.string(), name: z.string() })
  .openapi('Party', { description: 'Who is offered the call, or talks on it' });

const supervisionSchema = z
  .object({
    id: seatId,
    supervisor: label,
    name: z.string(),
    scope: z.enum(scopes),
    state: seatState,
    mode: z
      .enum(modes)
      .nullable()
      .openapi({ description: 'What was observed; null while the supervisor hears nothing' }),
    wanted: z.enum(modes).openapi({ description: 'What was asked for' }),
  })
  .openapi('Supervision', { description: 'A supervisor at a call' });

const underWay = z
  .object({
    kind: z.enum(['handover', 'hold', 'recording', 'command']),
    state: z.string().nullable(),
    by: commandType.nullable(),
    command: label.nullable(),
    since: moment,
  })
  .openapi('UnderWay', { description: 'Something that was begun with the call and is not finished' });

/** Null: it would be taken on now. Otherwise why not. */
const action = refusal.nullable();
const actionsSchema = z
  .object({ monitor: action, whisper: action, barge: action, takeover: action, transfer: action, stop: action })
  .openapi('Actions', { description: 'What would become of each action now: null where it would be taken on' });

export const callSchema = z
  .object({
    id: callId,
    direction: z.enum(directions),
    customer: z.string(),
    hotline: z.string().nullable(),
    switch: z.string(),
    ours: z.boolean().openapi({ description: 'False for a call that was found on the switch' }),
    clientRef: z.string().nullable().openapi({ description: 'How whoever asked for the call calls it' }),
    team: z.string().nullable(),
    queue: z.string().nullable(),
    party: partySchema.nullable(),
    agentLegId: legId.nullable(),
    state: callState,
    stateSince: moment,
    hold: holdState,
    handover: handoverState,
    recording: recordingState,
    startedAt: moment,
    waitMs: duration.openapi({
      description: 'Counted so far; while `waitingSince` is set, the time since then comes on top',
    }),
    talkMs: duration.openapi({ description: 'The same with `talkingSince`; holds included' }),
    holdMs: duration.openapi({ description: 'The same with `heldSince`' }),
    queuedSince: moment.nullable().openapi({
      description:
        'Since when it waits: from the moment it is put into a queue until somebody talks with the customer, or it is parked or ends. One that rings at an agent, or comes back to its queue because nobody answered, still waits. Null while it does not',
    }),
    waitingSince: moment
      .nullable()
      .openapi({ description: 'The same for the first wait alone, which `waitMs` counts' }),
    talkingSince: moment.nullable(),
    heldSince: moment.nullable(),
    supervisors: z.array(supervisionSchema),
    underWay: z.array(underWay),
    confirmed: z.boolean().openapi({ description: 'False while the switch is out of reach' }),
    seenAt: moment.nullable().openapi({
      description: 'When the switch last said something about the call by itself; agents are not told',
    }),
    actions: actionsSchema.optional(),
  })
  .openapi('Call');

export type PartyJson = z.infer<typeof partySchema>;
export type CallJson = z.infer<typeof callSchema>;
export type ActionsJson = z.infer<typeof actionsSchema>;
