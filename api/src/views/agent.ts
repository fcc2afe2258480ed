import type { AgentEntry } from '../directory/directory.ts';
import type { AgentJson } from '../schemas/agent.ts';

/** An agent of the directory, and what they do now. */
export const agentJson = (
  { skills, devices, ...entry }: AgentEntry,
  now: Pick<AgentJson, 'state' | 'reason' | 'call' | 'since'>,
): AgentJson => ({ ...entry, skills: [...skills], devices: [...devices], ...now });
