import { agent } from '../agent/index.ts';
import { call } from '../call/index.ts';
import { compile, remember } from '../compile/index.ts';
import { leg } from '../leg/index.ts';
import { build, interpret } from '../machine/index.ts';
import { seat } from '../supervision/index.ts';
import type { Deciders } from './step.ts';

/** Legwork's four machines, asked of XState at every step: the reference. */
export const interpreted = (): Deciders => ({
  leg: interpret(build(leg)),
  call: interpret(build(call)),
  seat: interpret(build(seat)),
  agent: interpret(build(agent)),
});

let shared: Deciders | undefined;

/** The same machines compiled. What is remembered of states is nothing of a call, so that all engines of a process share them. */
export const compiled = (): Deciders =>
  (shared ??= {
    leg: remember(compile(leg)),
    call: remember(compile(call)),
    seat: remember(compile(seat)),
    agent: remember(compile(agent)),
  });
