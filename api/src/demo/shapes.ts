import { z } from 'zod';

/** What the driver reads of replies. Anything else in them is passed over. */
export const callsShape = z.object({ data: z.array(z.object({ id: z.string() })) });

export const callShape = z.object({
  id: z.string(),
  state: z.string(),
  party: z.object({ kind: z.string(), id: z.string() }).nullable(),
  supervisors: z.array(z.object({ id: z.string(), supervisor: z.string(), mode: z.string().nullable() })),
});

export const operationShape = z.object({ state: z.string(), cause: z.string().nullable() });
export const problemShape = z.object({ reason: z.string() });

const pair = z.object({ listener: z.string(), speaker: z.string() });
export const hearsShape = z.object({
  legs: z.array(z.object({ id: z.string(), role: z.string(), party: z.object({ id: z.string() }).nullable() })),
  is: z.array(pair),
});

export const agentsShape = z.object({ data: z.array(z.object({ id: z.string(), state: z.string() })) });
