import type { RandomStream } from '../../kernel/index.ts';
import type { TwinEvent } from './session.ts';

/** What becomes of an event on its way to the clients: after how many ms it is told, as often as there are numbers. */
export type Deliver = (event: TwinEvent) => readonly number[];

const isEnd = ({ name }: TwinEvent): boolean => name.startsWith('CHANNEL_HANGUP');

/** Failures of the event socket that users of real ones have reported, by name (see the list of known failures). */
const faults: Readonly<Record<string, (chance: RandomStream) => Deliver>> = {
  /** 9: some ends are never told. */
  'lost-hangups': (chance) => (event) => (isEnd(event) && chance.chance(0.3) ? [] : [0]),
  /** 10: ends are told several times. */
  'doubled-hangups': (chance) => (event) => (isEnd(event) && chance.chance(0.5) ? [0, 0, chance.integer(1, 500)] : [0]),
  /** 12: under load, anything is lost. */
  'lost-events': (chance) => () => (chance.chance(0.02) ? [] : [0]),
  /** 33: channels tell their events in no order among each other. */
  'late-events': (chance) => () => [chance.integer(0, 150)],
  /** 4: a job is told done long before it has taken effect. */
  'late-bridges':
    (chance) =>
    ({ name }) => [name === 'CHANNEL_BRIDGE' ? chance.integer(200, 2_000) : 0],
};

export const twinFaultNames: readonly string[] = Object.keys(faults);

/** Several faults at once, each on what the ones before it let through. Undefined where one of them is not known. */
export const faultsNamed = (names: readonly string[], chance: RandomStream): Deliver | undefined => {
  const made = names.map((name) => faults[name]?.(chance));
  if (made.some((one) => one === undefined)) return undefined;
  return (event) =>
    made.reduce<readonly number[]>(
      (delays, deliver) => delays.flatMap((delay) => (deliver?.(event) ?? [0]).map((more) => delay + more)),
      [0],
    );
};
