/**
 * The exponential function and its kin, the same to the last bit on every engine. ECMAScript leaves the last bit of `Math.log`,
 * `Math.exp` and `Math.pow` open; addition, multiplication, division and `Math.sqrt` are exact in IEEE 754, so these functions are built from
 * nothing else. The reductions and polynomials are those of FreeBSD's msun (e_log.c, e_exp.c; Sun Microsystems, 1993).
 */

// ln 2 in two parts: the upper one has zeros enough at its end that its product with any exponent is exact.
const LN2_UPPER = 6.9314718036912381649e-1;
const LN2_LOWER = 1.90821492927058770002e-10;

/** The natural logarithm, less than 1 ulp off: -Infinity at 0, NaN below. */
export function ln(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0)) return NaN;
  if (x === Infinity) return x;

  // x = 2^k (1 + f) with 1 + f in [sqrt(2)/2, sqrt(2)), then ln(1 + f) by the series of artanh(s), s = f / (2 + f).
  const isSubnormal = x < MIN_NORMAL;
  const normal = isSubnormal ? x * TWO_54 : x;
  let k = exponentOf(normal);
  let mantissa = normal * powerOfTwo(-k);
  if (mantissa > Math.SQRT2) {
    mantissa *= 0.5;
    k += 1;
  }
  if (isSubnormal) k -= 54;
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const halfSquare = 0.5 * f * f;
  return k * LN2_UPPER - (halfSquare - (s * (halfSquare + even + odd) + k * LN2_LOWER) - f);
}

/** e to the power of x, less than 1 ulp off: Infinity above 709.78, 0 below -745.13. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893383973096) return Infinity;
  if (x < -745.13321910194110842) return 0;

  // x = k ln 2 + r with |r| <= ln(2)/2, kept in two parts; then e^r by a rational approximation.
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const upper = x - k * LN2_UPPER;
  const lower = k * LN2_LOWER;
  const r = upper - lower;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const mantissa = 1 + ((r * c) / (2 - c) - lower + upper);
  return scaled(mantissa, k);
}

/** `base` to the power of `exponent` for base >= 0, as exp(exponent ln(base)): some ulps off, 0 to a positive power is 0. */
export function power(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  return exp(exponent * ln(base));
}

/** The gamma function for 0 < x <= 170, to some 14 digits: Stirling's series, reached from below by Γ(x) = Γ(x + 1) / x. */
export function gamma(x: number): number {
  let shifted = x;
  let divisor = 1;
  while (shifted < 15) {
    divisor *= shifted;
    shifted += 1;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series =
    inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188)))));
  const HALF_LN_2_PI = 0.9189385332046728;
  return exp((shifted - 0.5) * ln(shifted) - shifted + HALF_LN_2_PI + series) / divisor;
}

const MIN_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;

/** value * 2^k, in two steps where 2^k itself is no normal number. */
function scaled(value: number, k: number): number {
  if (k > 1023) return value * 2 * powerOfTwo(k - 1);
  if (k < -1022) return value * powerOfTwo(k + 54) * powerOfTwo(-54);
  return value * powerOfTwo(k);
}

// Doubling and halving are exact, down to the smallest subnormal number 2^-1074.
const POWERS_OF_TWO = new Float64Array(1074 + 1024);
for (let k = 0, power = 1; k <= 1023; k++, power *= 2) POWERS_OF_TWO[1074 + k] = power;
for (let k = 0, power = 1; k >= -1074; k--, power /= 2) POWERS_OF_TWO[1074 + k] = power;

function powerOfTwo(k: number): number {
  return POWERS_OF_TWO[1074 + k] as number;
}

// One double and its two words, whichever way round the machine keeps them.
const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
float[0] = 1;
const HIGH = words[1] === 0x3ff00000 ? 1 : 0;

/** The k of a normal number 2^k (1 + f), 0 <= f < 1. */
function exponentOf(normal: number): number {
  float[0] = normal;
  return ((words[HIGH] as number) >> 20) - 1023;
}
