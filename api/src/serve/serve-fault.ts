/** The service cannot be started as it is asked for: said in words, without a stack. */
export class ServeFault extends Error {
  override readonly name = 'ServeFault';
  /** The setting that is to blame, as a path into the file; empty where it is none. */
  readonly path: readonly string[];

  constructor(problem: string, path: readonly string[] = [], options: ErrorOptions = {}) {
    super(problem, options);
    this.path = path;
  }
}
