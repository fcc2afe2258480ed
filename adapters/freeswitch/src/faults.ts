/** What went wrong with a connection to FreeSWITCH: `network` may pass by itself, `authentication` and `refused` want somebody to look. */
export type FaultKind = 'network' | 'authentication' | 'refused' | 'protocol' | 'silence' | 'lag';

/** The outside world has failed. The message says what and where, without the password. */
export class FreeswitchFault extends Error {
  readonly kind: FaultKind;
  constructor(kind: FaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FreeswitchFault';
    this.kind = kind;
  }
}
