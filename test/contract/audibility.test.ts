import { describe, expect, test } from 'vitest';
import { asId, slots } from '@legwork/core';
import type { LegId, Mode, Place, Slot } from '@legwork/core';
import {
  audienceOf,
  forbidden,
  hears,
  matrixOf,
  mayHear,
  recorderHears,
  recorderMayHear,
} from '../../core/src/audibility/index.ts';
import type { Ear, Hearing, HearingTraits, Placement } from '../../core/src/audibility/index.ts';

const plain: HearingTraits = { coWhisper: false, tapHearsTreatment: false };

const leg = (name: string): LegId => asId<LegId>(name);
const at = (place: Exclude<Place, 'tap'>): Placement => ({ at: place, target: null, mode: null });
const tap = (target: string, mode: Mode): Placement => ({ at: 'tap', target: leg(target), mode });

/** A leg that is up, named by its slot; any other name is a supervisor's. */
function ear(name: string, place: Placement, more: Partial<Ear> = {}): Ear {
  const slot: Slot | undefined = slots.find((slot) => slot === name);
  return { leg: leg(name), up: true, party: slot ?? 'seat', place, muted: false, asked: [], askedMutes: [], ...more };
}

/** For each leg the names of those it hears. */
function told(ears: readonly Ear[], hearing: Hearing): Record<string, string> {
  const heardBy = (listener: Ear): readonly string[] =>
    ears.filter((speaker) => hearing(listener.leg, speaker.leg)).map((speaker) => speaker.leg);
  return Object.fromEntries(ears.map((listener) => [listener.leg, heardBy(listener).join(', ')]));
}

const heard = (ears: readonly Ear[], traits: Partial<HearingTraits> = {}): Record<string, string> =>
  told(ears, hears(ears, { ...plain, ...traits }));
const possible = (ears: readonly Ear[], traits: Partial<HearingTraits> = {}): Record<string, string> =>
  told(ears, mayHear(ears, { ...plain, ...traits }));

const customer = ear('customer', at('main'));
const agent = ear('agent', at('main'));
const talk = [customer, agent];

describe('who hears whom, as measured on a real Asterisk', () => {
  test.for<[Mode, Record<string, string>]>([
    ['monitor', { customer: 'agent', agent: 'customer', minh: 'customer, agent' }],
    ['whisper', { customer: 'agent', agent: 'customer, minh', minh: 'customer, agent' }],
    ['barge', { customer: 'agent, minh', agent: 'customer, minh', minh: 'customer, agent' }],
  ])('a supervisor in %s', ([mode, expected]) => {
    expect(heard([...talk, ear('minh', tap('agent', mode))])).toEqual(expected);
  });

  test('after a takeover the supervisor and the customer hear each other, the agent nobody', () => {
    const ears = [customer, ear('agent', at('none'), { up: false }), ear('minh', at('main'))];
    expect(heard(ears)).toEqual({ customer: 'minh', agent: '', minh: 'customer' });
  });

  test('of two whisperers the agent hears both, and they do not hear each other', () => {
    const ears = [...talk, ear('minh', tap('agent', 'whisper')), ear('lan', tap('agent', 'whisper'))];
    expect(heard(ears)).toEqual({
      customer: 'agent',
      agent: 'customer, minh, lan',
      minh: 'customer, agent',
      lan: 'customer, agent',
    });
  });

  test('a whisper is in no recording; a barge is', () => {
    const recorded = (mode: Mode) => recorderHears([...talk, ear('minh', tap('agent', mode))]);
    expect(recorded('monitor')(leg('minh'))).toBe(false);
    expect(recorded('whisper')(leg('minh'))).toBe(false);
    expect(recorded('barge')(leg('minh'))).toBe(true);
    expect(recorded('whisper')(leg('customer'))).toBe(true);
  });
});

describe('hears', () => {
  test('supervisors on one agent hear a barge, and a whisper only where the switch lets them', () => {
    const ears = (mode: Mode) => [...talk, ear('minh', tap('agent', mode)), ear('lan', tap('agent', 'monitor'))];
    expect(heard(ears('barge'))['lan']).toBe('customer, agent, minh');
    expect(heard(ears('whisper'))['lan']).toBe('customer, agent');
    expect(heard(ears('whisper'), { coWhisper: true })['lan']).toBe('customer, agent, minh');
    expect(heard(ears('monitor'), { coWhisper: true })['lan']).toBe('customer, agent');
  });

  test('a supervisor on one party hears who barges in by another', () => {
    const ears = [...talk, ear('minh', tap('agent', 'barge')), ear('lan', tap('customer', 'monitor'))];
    expect(heard(ears)['lan']).toBe('customer, agent, minh');
    const onHold = [ear('customer', at('treated')), ...ears.slice(1)];
    expect(heard(onHold, { tapHearsTreatment: true })['lan']).toBe('customer');
  });

  test('a customer on hold hears nobody and is heard by nobody; who taps the agent hears the agent alone', () => {
    const ears = [ear('customer', at('treated')), agent, ear('minh', tap('agent', 'whisper'))];
    expect(heard(ears)).toEqual({ customer: '', agent: 'minh', minh: 'agent' });
  });

  test('who taps a treated leg hears it only where the switch lets them, and is never heard by it', () => {
    const ears = [ear('customer', at('treated')), agent, ear('minh', tap('customer', 'barge'))];
    expect(heard(ears)).toEqual({ customer: '', agent: '', minh: '' });
    expect(heard(ears, { tapHearsTreatment: true })).toEqual({ customer: '', agent: '', minh: 'customer' });
  });

  test('during a consult the supervisor hears the consult, and barges into it', () => {
    const ears = (mode: Mode) => [
      ear('customer', at('treated')),
      ear('agent', at('side')),
      ear('target', at('side')),
      ear('minh', tap('agent', mode)),
    ];
    expect(heard(ears('monitor'))['minh']).toBe('agent, target');
    expect(heard(ears('barge'))).toEqual({
      customer: '',
      agent: 'target, minh',
      target: 'agent, minh',
      minh: 'agent, target',
    });
    expect(recorderHears(ears('barge'))(leg('minh'))).toBe(false);
    expect(recorderHears(ears('barge'))(leg('agent'))).toBe(false);
  });

  test('a muted leg hears and is not heard, whatever its mode', () => {
    const ears = [
      customer,
      ear('agent', at('main'), { muted: true }),
      ear('minh', tap('agent', 'barge'), { muted: true }),
    ];
    expect(heard(ears)).toEqual({ customer: '', agent: 'customer', minh: 'customer' });
    expect(recorderHears(ears)(leg('agent'))).toBe(false);
  });

  test('a tap on a leg that is gone, or unknown, is silence both ways', () => {
    const gone = [customer, ear('agent', at('main'), { up: false }), ear('minh', tap('agent', 'barge'))];
    expect(heard(gone)).toEqual({ customer: '', agent: '', minh: '' });
    expect(heard([customer, ear('minh', tap('nobody', 'barge'))])).toEqual({ customer: '', minh: '' });
    expect(hears(talk, plain)(leg('nobody'), leg('agent'))).toBe(false);
    expect(hears(talk, plain)(leg('customer'), leg('nobody'))).toBe(false);
  });

  test('a tap of which the switch does not say the mode is silent', () => {
    expect(heard([...talk, ear('minh', { at: 'tap', target: leg('agent'), mode: null })])).toEqual({
      customer: 'agent',
      agent: 'customer',
      minh: 'customer, agent',
    });
  });
});

describe('mayHear', () => {
  test('a whisper that is under way may be heard by the agent already', () => {
    const ears = [...talk, ear('minh', tap('agent', 'monitor'), { asked: [tap('agent', 'whisper')] })];
    expect(possible(ears)).toEqual({ customer: 'agent', agent: 'customer, minh', minh: 'customer, agent' });
  });

  test('a supervisor who was silenced stays possible until the switch has said so', () => {
    const ears = [...talk, ear('minh', tap('agent', 'barge'), { asked: [tap('agent', 'monitor')] })];
    expect(possible(ears)['customer']).toBe('agent, minh');
  });

  test('a whisper in flight is remembered when the customer goes back to the queue and the supervisor is parked', () => {
    const parked = ear('minh', tap('agent', 'monitor'), { asked: [tap('agent', 'whisper'), at('none')] });
    const ears = [ear('customer', at('main'), { asked: [at('treated')] }), agent, parked];
    expect(possible(ears)['agent']).toBe('customer, minh');
    expect(possible(ears)['customer']).toBe('agent');
  });

  test('two legs that are both on their way to a mix may hear each other there', () => {
    const ears = [
      ear('customer', at('treated'), { asked: [at('main')] }),
      ear('target', at('none'), { asked: [at('main')] }),
    ];
    expect(heard(ears)).toEqual({ customer: '', target: '' });
    expect(possible(ears)).toEqual({ customer: 'target', target: 'customer' });
  });

  test('who taps the agent may hear the consult that the agent is on the way to, and the customer no less', () => {
    const ears = [
      customer,
      ear('agent', at('main'), { asked: [at('side')] }),
      ear('target', at('side')),
      ear('minh', tap('agent', 'monitor')),
    ];
    expect(possible(ears)['minh']).toBe('customer, agent, target');
    expect(possible(ears)['target']).toBe('agent');
    expect(possible(ears)['customer']).toBe('agent');
  });

  test('a mute that is under way may not have happened; an unmute may', () => {
    const ears = (muted: boolean) => [customer, ear('agent', at('main'), { muted, askedMutes: [!muted] })];
    expect(possible(ears(false))['customer']).toBe('agent');
    expect(possible(ears(true))['customer']).toBe('agent');
    expect(heard(ears(true))['customer']).toBe('');
  });

  test('a leg whose answer is not observed counts as soon as something is asked of it', () => {
    const target = (asked: readonly Placement[]) => ear('target', at('none'), { up: false, asked });
    expect(possible([customer, target([])])['customer']).toBe('');
    expect(possible([customer, target([at('main')])])['customer']).toBe('target');
  });

  test('the recording may hold a barge that is under way, and no whisper', () => {
    const ears = (mode: Mode) => [...talk, ear('minh', tap('agent', 'monitor'), { asked: [tap('agent', mode)] })];
    expect(recorderMayHear(ears('barge'))(leg('minh'))).toBe(true);
    expect(recorderMayHear(ears('whisper'))(leg('minh'))).toBe(false);
  });
});

describe('the audience of a supervisor', () => {
  test.for<[Mode, string]>([
    ['monitor', 'nobody'],
    ['whisper', 'tapped'],
    ['barge', 'everybody'],
  ])('of %s is %s', ([mode, audience]) => {
    expect(audienceOf(mode)).toBe(audience);
  });

  test.for<Mode>(['monitor', 'whisper', 'barge'])('is kept by %s on the agent', (mode) => {
    expect(forbidden([...talk, ear('minh', tap('agent', mode)), ear('lan', tap('agent', 'barge'))], plain)).toEqual([]);
    expect(forbidden([...talk, ear('minh', tap('agent', 'monitor'), { asked: [tap('agent', mode)] })], plain)).toEqual(
      [],
    );
  });

  test('of a whisper takes in other supervisors where the switch lets them hear it', () => {
    const ears = [...talk, ear('minh', tap('agent', 'whisper')), ear('lan', tap('agent', 'monitor'))];
    expect(forbidden(ears, { ...plain, coWhisper: true })).toEqual([]);
  });

  test('of a whisper takes in a supervisor who has taken over and is tapped in turn', () => {
    const ears = [customer, ear('lan', at('main')), ear('minh', tap('lan', 'whisper'))];
    expect(forbidden(ears, plain)).toEqual([]);
  });

  test('does not take in who listens to the supervisor: not to a monitor, and to a whisper only by trait', () => {
    const ears = (mode: Mode) => [...talk, ear('minh', tap('agent', mode)), ear('lan', tap('minh', 'monitor'))];
    const broken = [{ listener: 'lan', speaker: 'minh' }];
    expect(forbidden(ears('monitor'), plain)).toEqual(broken);
    expect(forbidden(ears('monitor'), { ...plain, coWhisper: true })).toEqual(broken);
    expect(forbidden(ears('whisper'), plain)).toEqual(broken);
    expect(forbidden(ears('whisper'), { ...plain, coWhisper: true })).toEqual([]);
  });

  test('is kept by a supervisor who takes over', () => {
    const minh = ear('minh', tap('agent', 'monitor'), { asked: [at('main')] });
    expect(forbidden([...talk, minh], plain)).toEqual([]);
  });

  test.for(['customer', 'guest'])('of a whisper is never the %s', (name) => {
    const ears = (minh: Ear) => [...talk, ear('guest', at('main')), minh];
    const broken = [{ listener: leg(name), speaker: leg('minh') }];
    expect(forbidden(ears(ear('minh', tap(name, 'whisper'))), plain)).toEqual(broken);
    const underWay = ear('minh', tap('agent', 'whisper'), { asked: [tap(name, 'whisper')] });
    expect(forbidden(ears(underWay), plain)).toEqual(broken);
    expect(forbidden(ears(ear('minh', tap(name, 'whisper'), { muted: true })), plain)).toEqual([]);
  });
});

test('the relation reads as a matrix: a line for each listener, a column for each speaker', () => {
  const ears = [...talk, ear('minh', tap('agent', 'whisper'))];
  expect(matrixOf(ears, hears(ears, plain))).toBe(
    [
      '          customer  agent  minh', //
      'customer            ●      ·',
      'agent     ●                ●',
      'minh      ●         ●',
    ].join('\n'),
  );
});

describe('a call with more legs than can be told apart at once', () => {
  /** Called off, and not ended: up for all that is known, and nowhere. */
  const lost = Array.from({ length: 40 }, (_, n) => ear(`lost ${n}`, at('none')));
  const minh = ear('minh', tap('lost 7', 'whisper'));
  const hoa = ear('hoa', at('none'), { asked: [tap('agent', 'barge')] });

  test('is told by those who are somewhere, or may be, and whom they tap', () => {
    const ears = [...lost.slice(0, 20), ...talk, minh, hoa, ...lost.slice(20)];
    const told = Object.entries(heard(ears)).filter(([, speakers]) => speakers !== '');
    expect(Object.fromEntries(told)).toEqual({
      customer: 'agent',
      agent: 'customer',
      'lost 7': 'minh',
      minh: 'lost 7',
    });
    const may = possible(ears);
    expect([may['customer'], may['agent'], may['hoa'], may['lost 8']]).toEqual([
      'agent, hoa',
      'customer, hoa',
      'customer, agent',
      '',
    ]);
  });

  test('is not told where too many are somewhere', () => {
    const many = lost.map((one) => ({ ...one, place: at('main') }));
    expect(() => heard(many.slice(0, 32))).not.toThrow();
    expect(() => heard(many.slice(0, 33))).toThrow('33 legs in one call');
  });
});
