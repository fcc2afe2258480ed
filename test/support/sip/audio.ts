import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { FRAME_SAMPLES, toneFrame, tonesIn } from './tone.ts';

/** The audio of one call of a phone: sends its tone, and tells which tones arrive. */
export interface Audio {
  readonly port: number;
  /** From now on sends to there. */
  sendTo(to: { readonly host: string; readonly port: number }): void;
  /** The tones in most of what has arrived just now. */
  tones(): readonly number[];
  press(digits: string): void;
  close(): void;
}

export interface AudioOptions {
  readonly toneHz: number;
  /** All tones that are to be told apart. */
  readonly tones: readonly number[];
  /** Is told of a tone that was steadily there for some frames. */
  readonly heard: (toneHz: number) => void;
  readonly digit: (digit: string) => void;
}

const FRAME_MS = 20;
/** What "just now" is: long enough that a machine under load delivers some frames. */
const RECENT_MS = 240;
/** Fewer frames in a row than this are a click, not a voice. */
const STEADY_FRAMES = 4;
const EVENT_PAYLOAD = 101;
const digitsByCode = '0123456789*#ABCD';

let streams = 0;

export async function openAudio({ toneHz, tones, heard, digit }: AudioOptions): Promise<Audio> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const frame = toneFrame(toneHz);
  const source = (streams += 1);
  const recent: { readonly at: number; readonly tones: readonly number[] }[] = [];
  const steady = new Map<number, number>();
  const pressed: Buffer[] = [];
  let lastDigitAt = -1;
  let to: { readonly host: string; readonly port: number } | null = null;

  socket.on('message', (packet) => {
    const payload = (packet[1] ?? 0) & 0x7f;
    if (payload === EVENT_PAYLOAD) {
      const at = packet.readUInt32BE(4);
      if (at !== lastDigitAt) digit(digitsByCode[packet[12] ?? 0] ?? '');
      lastDigitAt = at;
      return;
    }
    const found = tonesIn(packet.subarray(12), tones);
    recent.push({ at: Date.now(), tones: found });
    if (recent.length > 50) recent.shift();
    for (const hz of tones) {
      const frames = found.includes(hz) ? (steady.get(hz) ?? 0) + 1 : 0;
      steady.set(hz, frames);
      if (frames === STEADY_FRAMES) heard(hz);
    }
  });
  // The other end may be gone already.
  socket.on('error', () => {});

  let ticks = 0;
  const began = Date.now();
  const timer = setInterval(() => {
    // A timer that is late makes up for it: the other end plays what it gets at its own pace.
    const due = Math.floor((Date.now() - began) / FRAME_MS);
    for (; ticks <= due; ticks += 1) {
      if (to === null) continue;
      const press = pressed.shift();
      const header = Buffer.alloc(12);
      header[0] = 0x80;
      header[1] = press === undefined ? 0 : EVENT_PAYLOAD;
      // One count of frames for all phones: to some builds of Asterisk a talker whose numbers are lower than the previous one's is mute.
      header.writeUInt16BE((Math.floor(began / FRAME_MS) + ticks) % 0x10000, 2);
      header.writeUInt32BE(press === undefined ? (ticks * FRAME_SAMPLES) % 2 ** 32 : press.readUInt32BE(4), 4);
      header.writeUInt32BE(source, 8);
      socket.send(Buffer.concat([header, press === undefined ? frame : press.subarray(0, 4)]), to.port, to.host);
    }
  }, FRAME_MS);

  return {
    port,
    sendTo(there) {
      to = there;
    },
    tones() {
      const now = recent.filter(({ at }) => at > Date.now() - RECENT_MS);
      return tones.filter((hz) => {
        const frames = now.filter((one) => one.tones.includes(hz)).length;
        return frames >= STEADY_FRAMES && frames * 2 > now.length;
      });
    },
    press(digits) {
      for (const digit of digits) {
        const at = (ticks + pressed.length) * FRAME_SAMPLES;
        // Five packets of growing duration, and the end three times.
        for (let n = 1; n <= 8; n += 1) {
          const event = Buffer.alloc(8);
          event[0] = digitsByCode.indexOf(digit);
          event[1] = n > 5 ? 0x8a : 0x0a;
          event.writeUInt16BE(Math.min(n, 6) * FRAME_SAMPLES, 2);
          event.writeUInt32BE(at, 4);
          pressed.push(event);
        }
      }
    },
    close() {
      clearInterval(timer);
      socket.close();
    },
  };
}
