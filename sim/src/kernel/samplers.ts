import { assertNever } from '@legwork/core';
import { distributionProblems, LONGEST_MS } from './distributions.ts';
import type { Distribution } from './distributions.ts';
import { exp, gamma, ln, power } from './math.ts';
import type { RandomStream } from './random.ts';

/** Draws from one distribution. It keeps nothing between two draws: the stream it is given is the only source of chance. */
export interface Sampler {
  /** The mean in ms. */
  readonly meanMs: number;
  /** One draw in ms, with its fraction. */
  draw(stream: RandomStream): number;
  /** One draw as whole ms: rounded to the nearest, never below 0, never above {@link LONGEST_MS}. */
  sampleMs(stream: RandomStream): number;
}

/** The sampler of a distribution. @throws RangeError that says what is wrong with the distribution, and where. */
export function createSampler(distribution: Distribution): Sampler {
  const [first] = distributionProblems(distribution);
  if (first !== undefined) throw new RangeError(`${first.at === '' ? 'distribution' : first.at}: ${first.problem}`);
  const draw = drawFrom(distribution);
  return {
    meanMs: meanOf(distribution),
    draw,
    sampleMs: (stream) => Math.min(Math.round(draw(stream)), LONGEST_MS),
  };
}

type Draw = (stream: RandomStream) => number;

function drawFrom(distribution: Distribution): Draw {
  switch (distribution.kind) {
    case 'constant':
      return () => distribution.valueMs;
    case 'uniform': {
      const { minMs, maxMs } = distribution;
      return (stream) => minMs + (maxMs - minMs) * stream.uniform();
    }
    case 'exponential': {
      const { meanMs } = distribution;
      return (stream) => -meanMs * ln(stream.open());
    }
    case 'lognormal': {
      const medianMs =
        'medianMs' in distribution ? distribution.medianMs : distribution.meanMs / meanOverMedian(distribution.cv);
      const sigma = Math.sqrt(ln(1 + distribution.cv * distribution.cv));
      return (stream) => medianMs * exp(sigma * normal(stream));
    }
    case 'gamma':
      return gammaDraw(1 / (distribution.cv * distribution.cv), distribution.meanMs);
    case 'erlang':
      return gammaDraw(distribution.phases, distribution.meanMs);
    case 'weibull': {
      const { scaleMs, shape } = distribution;
      return (stream) => scaleMs * power(-ln(stream.open()), 1 / shape);
    }
    case 'hyperexponential':
      return oneOf(
        distribution.phases.map(({ share, meanMs }) => ({ share, draw: drawFrom({ kind: 'exponential', meanMs }) })),
      );
    case 'empirical':
      return interpolated(distribution.quantiles);
    case 'mixture':
      return oneOf(distribution.parts.map(({ share, of }) => ({ share, draw: drawFrom(of) })));
    default:
      return assertNever(distribution);
  }
}

function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.valueMs;
    case 'uniform':
      return (distribution.minMs + distribution.maxMs) / 2;
    case 'lognormal':
      return 'medianMs' in distribution ? distribution.medianMs * meanOverMedian(distribution.cv) : distribution.meanMs;
    case 'exponential':
    case 'gamma':
    case 'erlang':
      return distribution.meanMs;
    case 'weibull':
      return distribution.scaleMs * gamma(1 + 1 / distribution.shape);
    case 'hyperexponential':
      return distribution.phases.reduce((sum, { share, meanMs }) => sum + share * meanMs, 0);
    case 'empirical':
      return distribution.quantiles.reduce((sum, [share, valueMs], i, table) => {
        const [shareBefore, valueBefore] = table[i - 1] ?? [0, 0];
        return sum + (share - shareBefore) * ((valueBefore + valueMs) / 2);
      }, 0);
    case 'mixture':
      return distribution.parts.reduce((sum, { share, of }) => sum + share * meanOf(of), 0);
    default:
      return assertNever(distribution);
  }
}

function meanOverMedian(cv: number): number {
  return Math.sqrt(1 + cv * cv);
}

/** A standard normal number by Marsaglia's polar method. Its twin is thrown away, so that a draw leaves nothing behind. */
function normal(stream: RandomStream): number {
  for (;;) {
    const x = 2 * stream.uniform() - 1;
    const y = 2 * stream.uniform() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * ln(square)) / square);
  }
}

/** Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000). */
function gammaDraw(shape: number, meanMs: number): Draw {
  const scaleMs = meanMs / shape;
  if (shape < 1) {
    const above = gammaDraw(shape + 1, (shape + 1) * scaleMs);
    return (stream) => above(stream) * power(stream.open(), 1 / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  return (stream) => {
    for (;;) {
      const x = normal(stream);
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      if (ln(stream.open()) < 0.5 * x * x + d * (1 - v + ln(v))) return d * v * scaleMs;
    }
  };
}

/** Draws from one of the parts, chosen by share. Shares that miss 1 by a rounding error leave the rest to the last part. */
function oneOf(parts: readonly { readonly share: number; readonly draw: Draw }[]): Draw {
  return (stream) => {
    let left = stream.uniform();
    for (const { share, draw } of parts) {
      if (left < share) return draw(stream);
      left -= share;
    }
    return (parts.at(-1) as { readonly draw: Draw }).draw(stream);
  };
}

function interpolated(quantiles: readonly (readonly [share: number, valueMs: number])[]): Draw {
  return (stream) => {
    const u = stream.uniform();
    let [shareBefore, valueBefore] = [0, 0];
    for (const [share, valueMs] of quantiles) {
      if (u < share) return valueBefore + ((u - shareBefore) / (share - shareBefore)) * (valueMs - valueBefore);
      shareBefore = share;
      valueBefore = valueMs;
    }
    return valueBefore;
  };
}
