import { assertNever } from '@legwork/core';
import type { RandomStream } from '../kernel/random.ts';
import type { Passage } from './passage.ts';

/** What can befall an effect or an event on its way, as data. */
export type FaultRule<Type extends string = string> =
  /** It never arrives. */
  | Striking<'drop', Type>
  /** It arrives, and arrives again some time later, whatever came in between. */
  | (Striking<'duplicate', Type> & { readonly againAfterMs: Span })
  /** It arrives late, and holds up what comes after it on the same leg. */
  | (Striking<'delay', Type> & { readonly byMs: Span })
  /** It arrives late, and is overtaken. */
  | (Striking<'reorder', Type> & { readonly byMs: Span });

interface Striking<Kind extends string, Type extends string> {
  readonly kind: Kind;
  /** How likely each item is struck, from 0 to 1. */
  readonly probability: number;
  /** What can be struck, by type; without it, everything. What cannot be struck takes no chance from the stream. */
  readonly only?: readonly Type[];
}

/** Whole milliseconds from the first to the second, both included, each equally likely. */
export type Span = readonly [fromMs: number, toMs: number];

/** A rule at work. */
export interface Fault<T extends { readonly type: string }> {
  readonly rule: FaultRule<T['type']>;
  /** How often it has struck. */
  readonly struck: number;
  readonly passage: Passage<T>;
}

/**
 * Lets a rule strike, by the chance of a stream that it does not share with anything else.
 *
 * @throws RangeError when there is no such kind, the probability is not from 0 to 1, or a span is not of whole milliseconds, none of them negative, the first not above the second.
 */
export function createFault<T extends { readonly type: string }>(
  rule: FaultRule<T['type']>,
  stream: Pick<RandomStream, 'chance' | 'integer'>,
): Fault<T> {
  check(rule);
  let struck = 0;
  const draw = ([fromMs, toMs]: Span): number => stream.integer(fromMs, toMs);

  const passage: Passage<T> = (item, send) => {
    const isExempt = rule.only !== undefined && !rule.only.includes(item.type);
    if (isExempt || !stream.chance(rule.probability)) {
      send(item, 0, 'kept');
      return;
    }
    struck += 1;
    switch (rule.kind) {
      case 'drop':
        break;
      case 'duplicate':
        send(item, 0, 'kept');
        send(item, draw(rule.againAfterMs), 'free');
        break;
      case 'delay':
        send(item, draw(rule.byMs), 'kept');
        break;
      case 'reorder':
        send(item, draw(rule.byMs), 'free');
        break;
      default:
        assertNever(rule);
    }
  };

  return {
    rule,
    get struck() {
      return struck;
    },
    passage,
  };
}

const ruleKinds: readonly string[] = ['drop', 'duplicate', 'delay', 'reorder'] satisfies readonly FaultRule['kind'][];

function check(rule: FaultRule): void {
  const { kind, probability } = rule;
  if (!ruleKinds.includes(kind))
    throw new RangeError(`there is no kind of fault ${kind}; there are ${ruleKinds.join(', ')}`);
  // Not `< 0 || > 1`: what is no number at all is wrong too.
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`the probability of a ${kind} is a number from 0 to 1, not ${probability}`);
  }
  switch (kind) {
    case 'drop':
      break;
    case 'duplicate':
      checkSpan('againAfterMs of a duplicate', rule.againAfterMs);
      break;
    case 'delay':
    case 'reorder':
      checkSpan(`byMs of a ${kind}`, rule.byMs);
      break;
    default:
      assertNever(rule);
  }
}

function checkSpan(name: string, [fromMs, toMs]: Span): void {
  if (Number.isSafeInteger(fromMs) && Number.isSafeInteger(toMs) && fromMs >= 0 && fromMs <= toMs) return;
  throw new RangeError(
    `${name} is two whole numbers of milliseconds, neither negative and the first not above the second, not [${fromMs}, ${toMs}]`,
  );
}
