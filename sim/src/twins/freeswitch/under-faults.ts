import type { EffectOf, SwitchEffect } from '@legwork/core';
import type { TwinFaults } from '../faults/index.ts';
import { keyOf } from './asking.ts';
import type { Core } from './core.ts';
import type { TwinEvent } from './session.ts';
import { commandTap } from './taps.ts';

/** Tells whoever sent a command what came of it; `isNameless` where it is not to be said of which leg. */
export type Done = (answer: string, isNameless?: boolean) => void;

/** A key that follows a tap, once it has begun, in ms. */
const TAPPED_AFTER_MS = 21;
/** The end of a channel that is hung up has been told after so long, in ms. */
const ENDED_AFTER_MS = 5;

/** Lets faults strike a command on its way. `run` runs it as it arrives. */
export const askUnderFaults = (
  core: Core,
  faults: TwinFaults<TwinEvent>,
  command: { readonly text: string; readonly effects: readonly SwitchEffect[] },
  answer: Done,
  run: (text: string, done: Done) => void,
): void => {
  const { text, effects } = command;
  const [first] = effects;
  let isAnswered = false;
  const done: Done = (said, isNameless) => {
    if (isAnswered) return;
    isAnswered = true;
    answer(said, isNameless);
  };
  faults.ask(effects, {
    accept: () => done(acceptanceOf(text)),
    refuse: (reason) => done(refusals[reason] ?? '-ERR No such channel!\n'),
    perform(became) {
      run(rewritten(text, effects, became), (said) => {
        if (said.startsWith('-ERR') && first !== undefined) {
          const how = faults.refusal(first, 'failed');
          done(how === 'untold' ? acceptanceOf(text) : said, how === 'withoutLeg');
        } else if (first?.type === 'hangUp') holdAnswer(core, first, said, done);
        else done(said);
      });
      for (const [n, effect] of effects.entries()) {
        const sent = became[n];
        if (effect.type !== 'tap' || sent?.type !== 'tap' || sent.mode === effect.mode) continue;
        core.time.after(TAPPED_AFTER_MS, () => tapOf(core, sent, keyOf[sent.mode]));
      }
    },
  });
};

/** A key, or what stands for one, reaches whoever eavesdrops, unless a fault has it otherwise. */
export const modeUnderFaults = (core: Core, native: string, command: string): void => {
  const channel = core.channels.get(native);
  if (channel === undefined) return;
  const { task } = channel;
  const effects = task.kind === 'eavesdrops' ? core.asking.modeOf(native, task.target.uuid, command) : [];
  if (core.faults === null || effects.length === 0) {
    commandTap(core, channel, command);
    return;
  }
  core.faults.ask(effects, {
    accept: () => undefined,
    refuse: () => undefined,
    perform([sent]) {
      const asked = effects[0];
      if (sent?.type !== 'tap' || asked?.type !== 'tap') return;
      tapOf(core, sent, sent.mode === asked.mode ? command : keyOf[sent.mode]);
    },
  });
};

const tapOf = (core: Core, { native }: EffectOf<'tap'>, command: string): void => {
  const channel = core.channels.get(native);
  if (channel !== undefined) commandTap(core, channel, command);
};

/** Until its end is told it may turn out that nobody was there. */
const holdAnswer = (core: Core, { native }: EffectOf<'hangUp'>, said: string, done: Done): void => {
  core.kills.set(native, done);
  core.time.after(ENDED_AFTER_MS, () => {
    core.kills.delete(native);
    done(said);
  });
};

/** The command as it arrives: with another time to ring, or another leg to tap. */
const rewritten = (text: string, effects: readonly SwitchEffect[], became: readonly SwitchEffect[]): string =>
  effects.reduce((command, effect, n) => {
    const sent = became[n];
    if (effect.type === 'dial' && sent?.type === 'dial' && sent.ringMs !== effect.ringMs) {
      const seconds = Math.ceil(sent.ringMs / 1000);
      return command.includes('originate_timeout=')
        ? command.replace(/originate_timeout=\d+/, `originate_timeout=${seconds}`)
        : command.replace('{', `{originate_timeout=${seconds},`);
    }
    if (effect.type === 'tap' && sent?.type === 'tap' && sent.target !== effect.target)
      return command.replace(`eavesdrop:${effect.target}`, `eavesdrop:${sent.target}`);
    return command;
  }, text);

const refusals: Readonly<Record<string, string>> = {
  taken: '-ERR DESTINATION_OUT_OF_ORDER\n',
  notUp: '-ERR Invalid uuid\n',
  forbidden: '-ERR permission denied\n',
};

/** What FreeSWITCH says that has accepted a command. A dialling that it never began it says to have been busy. */
const acceptanceOf = (text: string): string => {
  const [name = '', , second = ''] = text.split(' ');
  switch (name) {
    case 'originate':
      return '-ERR USER_BUSY\n';
    case 'uuid_bridge':
      return `+OK ${second}\n`;
    case 'uuid_broadcast':
      return '+OK Message sent\n';
    case 'uuid_record':
      return '+OK Success\n';
    default:
      return '+OK\n';
  }
};
