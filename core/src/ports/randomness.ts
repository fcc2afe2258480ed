/** Chance is an input. Legwork's core draws none itself; the runtime uses it for jitter. */
export interface Randomness {
  /** A number in [0, 1). */
  uniform(): number;
}
