/** One party's tone: a pitch of its own, and a rhythm, so that two at once can be told apart. */
interface Voice {
  readonly gain: GainNode;
  readonly meter: AnalyserNode;
  stop(): void;
}

/** Who is to be heard: a name for each voice, and its pitch. */
export interface Speaker {
  readonly id: string;
  readonly hertz: number;
  /** How often it swells in a second, as syllables do. */
  readonly rhythmHertz: number;
}

/** The simulated sound of a call, in the browser. */
export interface Voices {
  /** From now on exactly these sound. */
  play(speakers: readonly Speaker[]): void;
  /** How loud somebody sounds now, from 0 to 1: measured on what is played. */
  loudness(id: string): number;
  close(): void;
}

const fadeSeconds = 0.06;

/** To be opened once somebody has pressed something: before that a browser plays nothing. */
export const openVoices = (): Voices => {
  const context = new AudioContext();
  const out = context.createDynamicsCompressor();
  const volume = context.createGain();
  volume.gain.value = 0.22;
  out.connect(volume).connect(context.destination);
  const playing = new Map<string, Voice>();
  const start = ({ hertz, rhythmHertz }: Speaker): Voice => {
    const tone = context.createOscillator();
    tone.type = 'triangle';
    tone.frequency.value = hertz;
    const swell = context.createGain();
    swell.gain.value = 0.6;
    const rhythm = context.createOscillator();
    rhythm.frequency.value = rhythmHertz;
    const depth = context.createGain();
    depth.gain.value = 0.35;
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, context.currentTime);
    gain.gain.linearRampToValueAtTime(0.5, context.currentTime + fadeSeconds);
    const meter = context.createAnalyser();
    meter.fftSize = 512;
    rhythm.connect(depth).connect(swell.gain);
    tone.connect(swell).connect(gain).connect(meter).connect(out);
    tone.start();
    rhythm.start();
    return {
      gain,
      meter,
      stop: () => {
        const end = context.currentTime + fadeSeconds;
        gain.gain.cancelScheduledValues(context.currentTime);
        gain.gain.setTargetAtTime(0, context.currentTime, fadeSeconds / 4);
        tone.stop(end);
        rhythm.stop(end);
      },
    };
  };

  return {
    play: (speakers) => {
      const wanted = new Map(speakers.map((speaker) => [speaker.id, speaker]));
      for (const [id, voice] of playing) {
        if (wanted.has(id)) continue;
        voice.stop();
        playing.delete(id);
      }
      for (const [id, speaker] of wanted) if (!playing.has(id)) playing.set(id, start(speaker));
    },
    loudness: (id) => {
      const voice = playing.get(id);
      if (voice === undefined) return 0;
      const samples = new Float32Array(voice.meter.fftSize);
      voice.meter.getFloatTimeDomainData(samples);
      return Math.min(1, samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0) * 2);
    },
    close: () => {
      for (const voice of playing.values()) voice.stop();
      playing.clear();
      void context.close();
    },
  };
};
