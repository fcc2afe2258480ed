/** The service cannot be started as it is asked for: said in words, without a stack. */
export class ServeFault extends Error {
  override readonly name = 'ServeFault';
}
