import { encodeMuLaw, tonesIn } from './tone.ts';

/** Whose tones recordings hold for at least a tenth of a second: WAVE files of 16 bits, 8,000 samples a second, one channel. */
export const voicesIn = <Name extends string>(
  files: readonly Buffer[],
  tones: Readonly<Record<Name, number>>,
): readonly Name[] => {
  const frames = new Map<number, number>();
  for (const file of files) {
    const samples = file.subarray(HEADER_BYTES);
    for (let at = 0; at + FRAME_BYTES <= samples.length; at += FRAME_BYTES) {
      const frame = Uint8Array.from({ length: 160 }, (_, n) => encodeMuLaw(samples.readInt16LE(at + 2 * n)));
      for (const hz of tonesIn(frame, Object.values<number>(tones))) frames.set(hz, (frames.get(hz) ?? 0) + 1);
    }
  }
  const names = Object.keys(tones) as Name[];
  return names.filter((name) => (frames.get(tones[name]) ?? 0) >= 5);
};

const HEADER_BYTES = 44;
const FRAME_BYTES = 320;
