import { describe, expect, it } from 'vitest';
import { exp, gamma, ln, power } from '../../sim/src/kernel/index.ts';

describe('ln and exp', () => {
  it('are at most one unit in the last place from the true value, rounded', () => {
    for (const [x, expected] of trueLogarithms) expect(ulpsApart(ln(x), expected), `ln ${x}`).toBeLessThanOrEqual(1);
    for (const [x, expected] of trueExponentials)
      expect(ulpsApart(exp(x), expected), `exp ${x}`).toBeLessThanOrEqual(1);
  });

  it('are at most one unit in the last place from what the engine gives', () => {
    for (const x of grid(4000, -744, 709)) expect(ulpsApart(exp(x), Math.exp(x)), `exp ${x}`).toBeLessThanOrEqual(1);
    for (const x of grid(4000, -2, 2)) expect(ulpsApart(exp(x), Math.exp(x)), `exp ${x}`).toBeLessThanOrEqual(1);
    for (const exponent of grid(4000, -1074, 1023)) {
      const x = 2 ** exponent;
      expect(ulpsApart(ln(x), Math.log(x)), `ln ${x}`).toBeLessThanOrEqual(1);
    }
    for (const x of grid(4000, 0.5, 2)) expect(ulpsApart(ln(x), Math.log(x)), `ln ${x}`).toBeLessThanOrEqual(1);
  });

  it('give the same bits everywhere', () => {
    let digest = 0n;
    for (const x of grid(2000, 1e-9, 40)) digest = mixed(mixed(digest, ln(x)), exp(-x));
    expect(digest.toString(16)).toBe('898b59fe6a0fd8c6');
  });

  it('have their limits where IEEE 754 has them', () => {
    expect([ln(0), ln(-0), ln(1), ln(Infinity), ln(-1), ln(NaN)]).toEqual([
      -Infinity,
      -Infinity,
      0,
      Infinity,
      NaN,
      NaN,
    ]);
    expect([exp(0), exp(-Infinity), exp(-746), exp(710), exp(Infinity), exp(NaN)]).toEqual([
      1,
      0,
      0,
      Infinity,
      Infinity,
      NaN,
    ]);
    expect(exp(-745.13)).toBe(Number.MIN_VALUE);
  });
});

describe('powers and the gamma function', () => {
  it('are right to many digits', () => {
    expect(power(2, 0.5)).toBeCloseTo(Math.SQRT2, 14);
    expect([power(0, 2), power(7, 0), power(0, 0)]).toEqual([0, 1, 1]);
    expect(gamma(0.5) ** 2).toBeCloseTo(Math.PI, 12);
    expect(gamma(5) / 24).toBeCloseTo(1, 13);
    expect(gamma(1.1)).toBeCloseTo(0.9513507698668732, 13);
  });
});

/** Rounded from 40 digits. */
const trueLogarithms: readonly (readonly [number, number])[] = [
  [1e-300, -690.7755278982137],
  [5e-324, -744.4400719213812],
  [2.5e-10, -22.1095601980663],
  [0.1, -2.3025850929940455],
  [0.5, -0.6931471805599453],
  [0.7, -0.35667494393873245],
  [0.9999999999, -1.000000082790371e-10],
  [1.0000000001, 1.000000082690371e-10],
  [1.4142135623730951, 0.3465735902799727],
  [1.4142135623730947, 0.3465735902799724],
  [2.0, 0.6931471805599453],
  [2.718281828459045, 1.0],
  [10.0, 2.302585092994046],
  [10000000000.0, 23.025850929940457],
  [1.7976931348623157e308, 709.782712893384],
];
const trueExponentials: readonly (readonly [number, number])[] = [
  [-745.0, 5e-324],
  [-700.5, 5.980196118639791e-305],
  [-36.5, 1.4068617124461467e-16],
  [-1.0, 0.36787944117144233],
  [-0.5, 0.6065306597126334],
  [-1e-10, 0.9999999999],
  [1e-10, 1.0000000001],
  [0.34657359027997264, 1.414213562373095],
  [0.5, 1.6487212707001282],
  [1.0, 2.718281828459045],
  [3.3, 27.112638920657883],
  [10.0, 22026.465794806718],
  [100.7, 5.413203172330057e43],
  [709.7, 1.6549840276802644e308],
];

function grid(count: number, from: number, to: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * (i + 0.5)) / count);
}

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

function bitsOf(x: number): bigint {
  float[0] = x;
  return bits[0] ?? 0n;
}

/** How many doubles lie between two numbers of the same sign. */
function ulpsApart(a: number, b: number): number {
  return Math.abs(Number(bitsOf(a) - bitsOf(b)));
}

function mixed(digest: bigint, x: number): bigint {
  return BigInt.asUintN(64, (digest ^ bitsOf(x)) * 0x100000001b3n);
}
