import { asId, type AgentId, type CallId, type LegId, type SeatId } from '@legwork/core';

/** A request whose path was checked to name one thing. */
interface OfOne {
  readonly req: { valid(target: 'param'): { readonly id: string } };
}

export const callOf = (c: OfOne): CallId => asId<CallId>(c.req.valid('param').id);
export const legOf = (c: OfOne): LegId => asId<LegId>(c.req.valid('param').id);
export const seatOf = (c: OfOne): SeatId => asId<SeatId>(c.req.valid('param').id);
export const agentOf = (c: OfOne): AgentId => asId<AgentId>(c.req.valid('param').id);
