import { isPrivileged, type CommandId } from '@legwork/core';
import { isCommand } from './commands.ts';
import type { Invariant } from './invariant.ts';

/** A record for each privileged command in the step in which it is refused or resolved, and for no other command. */
export const audit: Invariant = {
  number: 8,
  name: 'audit',
  says: 'Each privileged command, refused ones included, gives exactly one output for the audit.',
  watch: ({ check }) => {
    const privileged = new Set<CommandId>();
    return {
      step: ({ input, outputs }) => {
        const records = new Map<CommandId, number>();
        const due = new Map<CommandId, number>();
        const isAudited = isCommand(input) && isPrivileged(input);
        for (const output of outputs) {
          if (output.type === 'audit') add(records, output.command);
          if (output.type === 'command.accepted' && isAudited) privileged.add(output.command);
          if (output.type !== 'command.resolved') continue;
          if (output.outcome === 'refused' ? isAudited : privileged.delete(output.command)) add(due, output.command);
        }
        for (const [command, count] of due) {
          const given = records.get(command) ?? 0;
          check(given === count, null, () => `${command} was audited ${given} times, and not ${count}`);
        }
        for (const command of records.keys()) check(due.has(command), null, () => `${command} was audited for nothing`);
      },
      end: () => check(privileged.size === 0, null, () => `never audited: ${[...privileged].join(', ')}`),
    };
  },
};

const add = (counts: Map<CommandId, number>, command: CommandId): void => {
  counts.set(command, (counts.get(command) ?? 0) + 1);
};
