/** Time and chance, for what runs beside requests. */
export interface Timing {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs something in `ms` milliseconds, at most 24 days; what is given back stops it. */
  after(ms: number, run: () => void): () => void;
  /** A number in [0, 1). */
  uniform(): number;
}
