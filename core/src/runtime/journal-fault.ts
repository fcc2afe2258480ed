/** What is the matter with a journal. */
export type JournalTrouble =
  /** No room is left where it is kept. */
  | 'full'
  /** Somebody else holds it. */
  | 'locked'
  /** What it holds cannot be read as a journal. */
  | 'corrupt'
  | 'readOnly'
  /** It was written by a newer version of Legwork. */
  | 'newer'
  /** Replaying it does not give what was published. */
  | 'diverged'
  /** More is asked for than can be made durable in time. */
  | 'busy'
  /** The configuration lacks somebody or something that a call needs which goes on. */
  | 'unfit'
  /** It was closed. */
  | 'closed'
  /** Anything else that the machine reports; see the cause. */
  | 'failed';

/** The journal cannot do what was asked of it. Nothing of what was asked has come about. */
export class JournalFault extends Error {
  override readonly name = 'JournalFault';
  readonly trouble: JournalTrouble;

  constructor(trouble: JournalTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
  }
}
