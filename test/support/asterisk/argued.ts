/** A difference between the twin and a recording of a real Asterisk, and why it is no fault of the twin. */
interface Argument {
  readonly in: RegExp;
  readonly difference: RegExp;
  readonly why: string;
}

const noLocal = 'Local channels: each is two, with a dialplan between them; the twin has none';
const noManager = 'Bridge, BlindTransfer and UserEvent of the manager interface and the dialplan: the twin has none';
const inNoOrder = 'asked in one go, or in the moment of a hang-up: which comes first is chance';
const frame = 'a snoop notices at its next frame, within 20 ms, that its channel is gone';

const argued: readonly Argument[] = [
  { in: /^02/, difference: /^o-Local/, why: noLocal },
  {
    in: /^02/,
    difference: /^o-PJSIPreject/,
    why: 'that phone declines without having rung; those of the twin ring first',
  },
  { in: /^03b/, difference: /\bsn3\b/, why: frame },
  { in: /^04/, difference: /\bag103\b/, why: 'whoever was sent elsewhere went; phones of the twin never do' },
  { in: /^04/, difference: /\b(r1-105-0|r1c-106|ag111|sv113)\b/, why: inNoOrder },
  {
    in: /^05/,
    difference: /PJSIP\/(customer 7|supervisor [2345])\b/,
    why: 'several calls of one phone at once: whose end a BYE was is not in the recording; a ChanSpy without E goes on to the next call',
  },
  {
    in: /^06/,
    difference: /^(bz|rj)\b/,
    why: 'those phones answer before the dialling was told of; those of the twin later',
  },
  { in: /^06/, difference: /PJSIP\/customer 12\b|Local\//, why: noLocal },
  { in: /^06/, difference: /\b(svq3|ag2q5)\b|PJSIP\/(customer [345678]|agent1 ([67]|11)|agent2 3)\b/, why: noManager },
  { in: /^07/, difference: /^POST \/bridges\?type=mixing 403/, why: 'a user who may only read; the twin has one user' },
  { in: /^10/, difference: /PJSIP\/customer 3\b/, why: noManager },
  { in: /^12/, difference: /\bZB?\d+/, why: noLocal },
  { in: /^12/, difference: /\bwsr\b/, why: 'asked over the WebSocket, which the twin does not answer' },
  { in: /^13_/, difference: /\b[st]v?602\b/, why: inNoOrder },
  { in: /^13[cd]/, difference: /\bt601\b/, why: frame },
];

export const argue = (recording: string, difference: string): string | undefined =>
  argued.find(({ in: where, difference: pattern }) => where.test(recording) && pattern.test(difference))?.why;

/** Arguments that nothing differs by any more. */
export const idle = (differences: readonly { readonly recording: string; readonly difference: string }[]) =>
  argued.filter(
    ({ in: where, difference: pattern }) =>
      !differences.some(({ recording, difference }) => where.test(recording) && pattern.test(difference)),
  );
