import { asId, type EventOf, type NativeId } from '@legwork/core';
import { catalogue, faultKinds, faultNames, isFaultName, putToWork, type FaultName } from '@legwork/sim';
import { describe, expect, it } from 'vitest';
import { createStreams } from '../../sim/src/kernel/index.ts';
import { faultyBoard, type FaultyBoard } from '../support/faulty-switchboard.ts';

const id = asId<NativeId>;

interface Case {
  /** What is done on the switch, while the customer `c` and the agent `a` talk. */
  readonly when: (board: FaultyBoard['board']) => void;
  /** What the switch tells of it, with the time. */
  readonly told: readonly string[];
  /** What is so in the end. */
  readonly isSo: readonly string[];
  /** The fault strikes once, and not whenever it can. */
  readonly once?: true;
}

const ring = (board: FaultyBoard['board']): void => {
  board.ask({ do: 'dial', leg: 'b' });
  board.runFor(100);
};
/** A supervisor who listens to the agent. */
const listen = (board: FaultyBoard['board']): void => {
  board.ask({ do: 'dial', leg: 's' });
  board.settle();
  board.ask({ do: 'tap', leg: 's', target: 'a', mode: 'monitor' });
  board.settle();
};
/** Another call: the customer `d` talks with the agent `e`. */
const anotherCall = (board: FaultyBoard['board']): void => {
  for (const leg of ['d', 'e']) board.ask({ do: 'dial', leg, call: 'c2' });
  board.settle();
  for (const leg of ['d', 'e']) board.ask({ do: 'join', leg, call: 'c2' });
  board.settle();
};

const cases: Readonly<Record<Exclude<FaultName, 'earlyTimer'>, Case>> = {
  lostHangUp: {
    when: ({ simulated }) => simulated.hangUp(id('c')),
    told: [],
    isSo: ['a main'],
  },
  hangUpTwice: {
    when: ({ simulated }) => simulated.hangUp(id('c')),
    told: ['10 c ended normal', '3010 c ended normal'],
    isSo: ['a main'],
  },
  hangUpAfterPlayback: {
    when: (board) => {
      board.ask({ do: 'play', leg: 'c', prompt: 'welcome' });
      board.runFor(500);
      board.simulated.hangUp(id('c'));
    },
    told: ['2010 c ended normal'],
    isSo: ['a main'],
  },
  hangUpFindsNoLeg: {
    when: (board) => board.ask({ do: 'hangUp', leg: 'a' }),
    told: ['20 a refused noSuchLeg'],
    isSo: ['c main'],
  },
  causeOverwritten: {
    when: ({ simulated }) => simulated.hangUp(id('c'), 'lost'),
    told: ['10 c ended normal'],
    isSo: ['a main'],
  },
  hangUpLooksLost: {
    when: ({ simulated }) => simulated.hangUp(id('c')),
    told: ['10 c ended lost'],
    isSo: ['a main'],
  },
  crossingHangUp: {
    when: (board) => board.ask({ do: 'join', leg: 'c', mix: 'side' }),
    told: ['20 c placed side', '110 c ended normal'],
    isSo: ['a main'],
  },
  zombieLeg: {
    when: (board) => board.ask({ do: 'hangUp', leg: 'a' }),
    told: ['10 a ended normal'],
    isSo: ['c main', 'a main'],
  },
  ringsForEver: {
    when: (board) => {
      board.ask({ do: 'dial', leg: 'b', to: 'nobody', ringMs: 20_000 });
      board.runFor(30_000);
      board.ask({ do: 'hangUp', leg: 'b', cause: 'cancelled' });
      board.runFor(30_000);
    },
    told: ['20 b ringing', '30010 b ended cancelled'],
    isSo: ['c main', 'a main', 'b rings'],
  },
  untoldEndOfRing: {
    when: (board) => {
      ring(board);
      board.simulated.hangUp(id('b'), 'rejected');
    },
    told: ['20 b ringing'],
    isSo: ['c main', 'a main'],
  },
  lostAnswer: {
    when: ring,
    told: ['20 b ringing'],
    isSo: ['c main', 'a main', 'b none'],
  },
  busyAtOnce: {
    when: ring,
    told: ['10 b ended busy'],
    isSo: ['c main', 'a main'],
  },
  sameIdTwice: {
    when: ring,
    told: ['10 b refused taken'],
    isSo: ['c main', 'a main'],
  },
  effectBeforeReply: {
    when: ring,
    told: ['1020 b answered', '6020 b ringing'],
    isSo: ['c main', 'a main', 'b none'],
  },
  replyBeforeEffect: {
    when: (board) => {
      board.ask({ do: 'treat', leg: 'c' });
      board.runFor(1_000);
      expect(board.simulated.hears(id('a'), id('c'))).toBe(true);
    },
    told: ['10 c placed treated'],
    isSo: ['c treated', 'a main'],
  },
  lostReply: {
    when: (board) => board.ask({ do: 'treat', leg: 'c' }),
    told: [],
    isSo: ['c treated', 'a main'],
  },
  replyToWrongCaller: {
    when: (board) => board.ask({ do: 'treat', leg: 'c' }),
    told: ['20 a placed treated'],
    isSo: ['c treated', 'a main'],
  },
  refusalWithoutLeg: {
    when: (board) => board.ask({ do: 'hangUp', leg: 'b' }),
    told: ['20 refused noSuchLeg'],
    isSo: ['c main', 'a main'],
  },
  lostRefusal: {
    when: (board) => board.ask({ do: 'hangUp', leg: 'b' }),
    told: [],
    isSo: ['c main', 'a main'],
  },
  bridgeTooEarly: {
    when: (board) => board.ask({ do: 'join', leg: 'c', mix: 'side' }),
    told: ['10 c refused notUp'],
    isSo: ['c main', 'a main'],
  },
  bridgeDoesNothing: {
    when: (board) => board.ask({ do: 'join', leg: 'c', mix: 'side' }),
    told: [],
    isSo: ['c main', 'a main'],
  },
  wrongOrder: {
    when: (board) => {
      board.ask({ do: 'treat', leg: 'c' });
      board.runFor(500);
      board.simulated.say({ type: 'leg.muted', native: id('c'), on: true, switch: board.simulated.id, basis: 'seen' });
    },
    told: ['510 c muted', '2020 c placed treated'],
    isSo: ['c treated', 'a main'],
  },
  lostUnderLoad: {
    when: (board) => {
      for (let n = 0; n < 11; n += 1) board.ask({ do: 'digits', leg: n % 2 === 0 ? 'a' : 'c', digits: String(n) });
    },
    told: ['20 a digits 10'],
    isSo: ['c main', 'a main'],
    once: true,
  },
  stalledQueue: {
    when: (board) => {
      board.ask({ do: 'treat', leg: 'c' });
      board.runFor(1_000);
      board.ask({ do: 'treat', leg: 'a' });
    },
    told: ['4020 c placed treated', '4020 a placed treated'],
    isSo: ['c treated', 'a treated'],
  },
  jitter: {
    when: (board) => board.ask({ do: 'treat', leg: 'c' }),
    told: ['1620 c placed treated'],
    isSo: ['c treated', 'a main'],
  },
  connectionLost: {
    when: (board) => {
      board.ask({ do: 'treat', leg: 'c' });
      board.runFor(100);
      board.ask({ do: 'treat', leg: 'a' });
    },
    told: ['20 lost', '12020 back, lists c treated, a main'],
    isSo: ['c treated', 'a main'],
  },
  reconnectStorm: {
    when: (board) => {
      board.ask({ do: 'treat', leg: 'c' });
      board.runFor(60_000);
    },
    told: [
      '20 lost',
      '12020 back, lists c treated, a main',
      '13020 lost',
      '25020 back, lists c treated, a main',
      '26020 lost',
      '38020 back, lists c treated, a main',
    ],
    isSo: ['c treated', 'a main'],
  },
  switchForgets: {
    when: (board) => board.ask({ do: 'treat', leg: 'c' }),
    told: ['20 lost', '8020 back, lists '],
    isSo: [],
  },
  silentGap: {
    when: (board) => {
      board.ask({ do: 'treat', leg: 'c' });
      board.runFor(1_000);
      board.ask({ do: 'treat', leg: 'a' });
    },
    told: [],
    isSo: ['c treated', 'a main'],
  },
  lostSubscriptions: {
    when: (board) => {
      board.ask({ do: 'treat', leg: 'c' });
      board.runFor(13_000);
      board.ask({ do: 'treat', leg: 'a' });
      board.runFor(6_000);
    },
    told: ['20 lost', '12020 back, lists c treated, a main'],
    isSo: ['c treated', 'a treated'],
  },
  zombiesOnTheList: {
    when: (board) => {
      board.simulated.hangUp(id('a'));
      board.runFor(20_000);
      board.ask({ do: 'treat', leg: 'c' });
    },
    told: ['10 lost', '12010 back, lists c main', '20020 lost', '32020 back, lists c treated, a none'],
    isSo: ['c treated'],
  },
  missingOnTheList: {
    when: (board) => board.ask({ do: 'treat', leg: 'c' }),
    told: ['20 lost', '12020 back, lists a main'],
    isSo: ['c treated', 'a main'],
  },
  supervisorCannotEnter: {
    when: listen,
    told: ['20 s ringing', '1020 s answered', '1030 s refused forbidden'],
    isSo: ['c main', 'a main', 's none'],
  },
  monitorGoesLive: {
    when: (board) => {
      listen(board);
      expect(board.simulated.hears(id('c'), id('s'))).toBe(true);
    },
    told: ['20 s ringing', '1020 s answered', '1040 s placed barge a'],
    isSo: ['c main', 'a main', 's barge a'],
  },
  tapsWrongLeg: {
    when: (board) => {
      anotherCall(board);
      listen(board);
    },
    told: [
      '20 d ringing',
      '20 e ringing',
      '1020 d answered',
      '1020 e answered',
      '1040 d placed main',
      '1040 e placed main',
      '1060 s ringing',
      '2060 s answered',
      '2080 s placed monitor d',
    ],
    isSo: ['c main', 'a main', 'd main', 'e main', 's monitor d'],
  },
  spyMovesOn: {
    when: (board) => {
      anotherCall(board);
      listen(board);
      board.simulated.hangUp(id('a'));
    },
    told: [
      '20 d ringing',
      '20 e ringing',
      '1020 d answered',
      '1020 e answered',
      '1040 d placed main',
      '1040 e placed main',
      '1060 s ringing',
      '2060 s answered',
      '2080 s placed monitor a',
      '2090 a ended normal',
      '2090 s placed none',
      '2090 s placed monitor d',
    ],
    isSo: ['c main', 'd main', 'e main', 's monitor d'],
  },
  tapBlocksCommands: {
    when: (board) => {
      listen(board);
      board.ask({ do: 'treat', leg: 'a' });
    },
    told: ['20 s ringing', '1020 s answered', '1040 s placed monitor a', '2560 a placed treated'],
    isSo: ['c main', 'a treated', 's monitor a'],
  },
  tapDelaysHangUp: {
    when: (board) => {
      listen(board);
      board.simulated.hangUp(id('a'));
    },
    told: ['20 s ringing', '1020 s answered', '1040 s placed monitor a', '1050 s placed none', '5050 a ended normal'],
    isSo: ['c main', 's none'],
  },
  tappedCannotBridge: {
    when: (board) => {
      listen(board);
      board.ask({ do: 'join', leg: 'a', mix: 'side' });
    },
    told: ['20 s ringing', '1020 s answered', '1040 s placed monitor a'],
    isSo: ['c main', 'a main', 's monitor a'],
  },
  modeFlickers: {
    when: listen,
    told: ['20 s ringing', '1020 s answered', '1040 s placed none', '1040 s placed monitor a'],
    isSo: ['c main', 'a main', 's monitor a'],
  },
  holdFlagCorrupted: {
    when: listen,
    told: ['20 s ringing', '1020 s answered', '1040 s placed monitor a', '1040 a placed treated'],
    isSo: ['c main', 'a main', 's monitor a'],
  },
  staleOtherLeg: {
    when: (board) => {
      listen(board);
      board.simulated.hangUp(id('a'));
    },
    told: [
      '20 s ringing',
      '1020 s answered',
      '1040 s placed monitor a',
      '1050 a ended normal',
      '1050 s placed monitor a',
    ],
    isSo: ['c main', 's none'],
  },
};

describe('a fault of the catalogue', () => {
  it.each(Object.entries(cases) as [keyof typeof cases, Case][])('%s happens on the wire', (name, told) => {
    const faulty = faultyBoard(name, told.once === true ? 'once' : 'always');
    told.when(faulty.board);
    faulty.board.runFor(20_000);
    expect(faulty.told(), catalogue[name].does).toEqual(told.told);
    expect(faulty.isSo(), 'what is so').toEqual(told.isSo);
    expect(faulty.struck()).toBeGreaterThan(0);
  });

  it('earlyTimer lets a timer fire before its time', () => {
    const stream = createStreams(3);
    const { timerMs } = putToWork([{ name: 'earlyTimer', probability: 1 }], faultyWire, stream);
    const fired = Array.from({ length: 20 }, () => timerMs(5_000));
    expect(Math.max(...fired)).toBeLessThanOrEqual(5_000);
    expect(Math.min(...fired)).toBeLessThan(2_500);
  });

  it('says in a sentence what it does, and which row of known-failures.md it comes from', () => {
    expect(faultNames.length).toBeGreaterThanOrEqual(25);
    for (const name of faultNames) {
      const { kind, does, row, probability } = catalogue[name];
      expect(faultKinds).toContain(kind);
      expect(does, name).toMatch(/^[A-Z].*\.$/);
      expect(row, name).toMatch(/\([\w.-]+\/[\w.-]+#\d+(, .+)?\)$/);
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThanOrEqual(1);
    }
    expect(new Set(faultNames.map((name) => catalogue[name].kind))).toEqual(new Set(faultKinds));
  });

  it('is known by its name alone', () => {
    expect(isFaultName('lostHangUp')).toBe(true);
    expect(isFaultName('constructor')).toBe(false);
    expect(isFaultName('')).toBe(false);
  });
});

describe('faults at work', () => {
  const ended = (n: number): EventOf<'leg.ended'> => ({
    type: 'leg.ended',
    native: id(`c${n}`),
    cause: 'normal',
    switch: asId('sim'),
    basis: 'seen',
  });
  const sent = (chosen: Parameters<typeof putToWork>[0], seed = 1): { told: string[]; struck: readonly unknown[] } => {
    const { deliver, struck } = putToWork(chosen, faultyWire, createStreams(seed));
    const told: string[] = [];
    for (let n = 0; n < 200; n += 1)
      deliver(ended(n), (event, delayMs) => told.push(`${'native' in event ? event.native : ''} ${delayMs}`));
    return { told, struck: struck() };
  };

  it('that are told when to strike strike as they did by chance', () => {
    const first = sent([
      { name: 'hangUpTwice', probability: 0.2 },
      { name: 'lostHangUp', probability: 0.1 },
    ]);
    expect(first.told.length).not.toBe(200);
    expect(sent(first.struck as Parameters<typeof putToWork>[0])).toEqual(first);
  });

  it('draw for each strike by itself: what is left is struck as before where one is left out', () => {
    const { told } = sent([{ name: 'hangUpTwice', strikes: [3, 7] }]);
    const without = sent([{ name: 'hangUpTwice', strikes: [7] }]);
    const late = (all: readonly string[]): readonly string[] => all.filter((word) => !word.endsWith(' 0'));
    expect(late(told)).toHaveLength(2);
    expect(late(without.told)).toEqual(late(told).filter((word) => word.startsWith('c7 ')));
  });

  it('are chosen once each, with a probability from 0 to 1', () => {
    expect(() => sent([{ name: 'jitter' }, { name: 'jitter' }])).toThrow('each fault is chosen once');
    expect(() => sent([{ name: 'jitter', probability: 2 }])).toThrow('the probability of jitter is from 0 to 1, not 2');
  });
});

/** A wire on which nothing is. */
const faultyWire: Parameters<typeof putToWork>[1] = {
  now: () => 0,
  later: () => undefined,
  legs: () => [],
  leg: () => undefined,
  isTapped: () => false,
  promptMs: () => 0,
  says: () => undefined,
  answers: () => undefined,
  does: () => undefined,
  surprises: () => undefined,
  hangsUp: () => undefined,
  isConnected: true,
  loses: () => undefined,
};
