import { agent, call, compile, leg, remember, seat } from '@legwork/core';
import type { Deciders } from '@legwork/core';

/**
 * Stands in for core's own deciders while mutants are tried in one process: the programs are kept, for they do not depend on what the functions
 * of a machine say; what is remembered of their answers is forgotten between two mutants.
 */
let programs: Deciders | undefined;
let current: Deciders | undefined;

export const compiled = (): Deciders => (current ??= forgetful());
export const forget = (): void => {
  current = undefined;
};

const forgetful = (): Deciders => {
  programs ??= { leg: compile(leg), call: compile(call), seat: compile(seat), agent: compile(agent) };
  return {
    leg: remember(programs.leg),
    call: remember(programs.call),
    seat: remember(programs.seat),
    agent: remember(programs.agent),
  };
};

export const interpreted = (): never => {
  throw new Error('no mutant is tried on the reference');
};
