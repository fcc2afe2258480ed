/** 20 ms of sound at 8,000 samples a second. */
export const FRAME_SAMPLES = 160;

/**
 * A frame of one tone in µ-law. Frequencies are multiples of 50 Hz: a frame then holds whole periods, so that the same
 * frame again and again is one steady tone, and any 160 samples tell such tones apart without leakage.
 */
export function toneFrame(hz: number): Uint8Array {
  if (hz % 50 !== 0) throw new RangeError(`a tone of ${hz} Hz does not fit into 20 ms: take a multiple of 50`);
  return Uint8Array.from({ length: FRAME_SAMPLES }, (_, n) =>
    encodeMuLaw(Math.round(AMPLITUDE * Math.sin((2 * Math.PI * hz * n) / 8000))),
  );
}

// Three at once do not clip.
const AMPLITUDE = 6000;
/** A tone counts as heard from a fifth of the loudness at which it was sent. */
const HEARD_AMPLITUDE = AMPLITUDE / 5;

/** Which of the tones are in the frame (Goertzel's algorithm). */
export function tonesIn(frame: Uint8Array, tones: readonly number[]): readonly number[] {
  if (frame.length < FRAME_SAMPLES) return [];
  return tones.filter((hz) => amplitudeOf(frame, hz) >= HEARD_AMPLITUDE);
}

function amplitudeOf(frame: Uint8Array, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / 8000);
  let [last, beforeLast] = [0, 0];
  for (let n = 0; n < FRAME_SAMPLES; n += 1) {
    [last, beforeLast] = [(linear[frame[n] ?? 0] ?? 0) + turn * last - beforeLast, last];
  }
  const power = last * last + beforeLast * beforeLast - turn * last * beforeLast;
  return (2 * Math.sqrt(Math.max(0, power))) / FRAME_SAMPLES;
}

/** ITU-T G.711, µ-law. */
export function encodeMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635) + 132;
  const exponent = Math.max(0, Math.floor(Math.log2(magnitude)) - 7);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

function decodeMuLaw(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 7);
  return (bits & 0x80) === 0 ? magnitude - 132 : 132 - magnitude;
}

const linear = Array.from({ length: 256 }, (_, code) => decodeMuLaw(code));
