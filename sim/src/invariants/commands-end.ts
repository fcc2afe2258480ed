import { isCommand } from './commands.ts';
import type { Invariant } from './invariant.ts';

/**
 * Each command that is asked is, in the same step, refused or taken on; what was taken on is resolved once and not refused. A command whose id
 * is that of one still open is refused under that id, and changes nothing about the other. None is open when nothing is left to happen: whatever
 * is lost, each has a deadline.
 */
export const commandsEnd: Invariant = {
  number: 6,
  name: 'commands end',
  says: 'Each command resolves exactly once.',
  watch: ({ world, check }) => {
    const open = new Set<string>();
    return {
      step: ({ input, outputs }) => {
        let answers = 0;
        for (const output of outputs) {
          if (output.type === 'command.accepted') {
            answers += 1;
            check(!open.has(output.command), output.call, () => `${output.command} was taken on twice`);
            open.add(output.command);
          } else if (output.type === 'command.resolved') {
            if (output.outcome === 'refused') answers += 1;
            else {
              const { command, call, outcome } = output;
              check(open.delete(command), call, () => `${command} was resolved (${outcome}), and was not open`);
            }
          }
        }
        const expected = isCommand(input) ? 1 : 0;
        check(answers === expected, null, () => `${input.type} was answered ${answers} times, and not ${expected}`);
      },
      everything: () => {
        const isSame = open.size === world.engine.state.open.size;
        check(isSame, null, () => `${open.size} are open by the facts, ${world.engine.state.open.size} by the engine`);
      },
      end: () => check(open.size === 0, null, () => `still open at the end: ${[...open].join(', ')}`),
    };
  },
};
