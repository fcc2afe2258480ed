import type { Command } from '@legwork/core';
import type { Course } from '../http/resolutions.ts';
import type { OperationJson } from '../schemas/operation.ts';
import type { Operation } from '../store/store.ts';

/** An operation as it was made durable. */
export const operationJson = ({ by: _by, allowed, ...operation }: Operation): OperationJson => ({
  ...operation,
  allowed: [...allowed],
});

export interface Asked {
  readonly principal: string;
  readonly reason: string | null;
  readonly askedAt: number;
}

/** An operation that was just asked for, from what has been published of it. */
export const operationOf = (command: Command, asked: Asked, { accepted, resolved }: Course): OperationJson => ({
  id: command.id,
  what: command.type,
  state: resolved?.outcome ?? 'pending',
  call: accepted?.call ?? resolved?.call ?? null,
  cause: resolved?.cause ?? null,
  refusal: resolved?.refusal ?? null,
  allowed: [...(resolved?.allowed ?? [])],
  ...asked,
  resolvedAt: resolved?.at ?? null,
});
