import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hearingQuery, useFollow } from '../call/follow.ts';
import type { HearingLeg } from '../call/hearing.ts';
import { Volume2, VolumeX } from '../parts/icons.tsx';
import type { Call, Seat } from '../service/client.ts';
import { isSimulated } from '../service/about.ts';
import { createStore, useStore } from '../state/store.ts';
import { pressed } from './pressed.ts';
import { openVoices, type Speaker, type Voices } from './voices.ts';

/** Whether the tones are wanted. */
const audible = createStore(true);

/** What a supervisor hears on the simulated switch: a tone for each party whom their own leg hears, and for nobody else. */
export const Listening = ({ call, seat }: { readonly call: Call; readonly seat: Seat }): ReactNode =>
  isSimulated ? <Tones call={call} seat={seat} /> : null;

const Tones = ({ call, seat }: { readonly call: Call; readonly seat: Seat }): ReactNode => {
  const { t } = useTranslation();
  const isWanted = useStore(audible);
  const isOn = useStore(pressed) && isWanted;
  useFollow(call.id, call);
  const { data } = useQuery(hearingQuery(call.id));
  const own = data?.legs.find((leg) => isOwn(leg, seat));
  const heard = data === undefined || own === undefined ? [] : data.legs.filter((leg) => data.hears(own.id, leg.id));
  const speakers = heard.map(speakerOf);
  const key = speakers.map(({ id }) => id).join(' ');
  const voices = useRef<Voices | null>(null);

  useEffect(() => {
    if (!isOn) return undefined;
    const opened = openVoices();
    voices.current = opened;
    return () => {
      voices.current = null;
      opened.close();
    };
  }, [isOn]);
  useEffect(() => voices.current?.play(speakers), [key, isOn]);

  return (
    <div className="listening" data-tip={t('tones.label')}>
      <span className="unseen">{heard.length === 0 ? t('tones.nobody') : t('tones.you')}</span>
      <span className="heard">
        {heard.length === 0 ? <span className="dim">{t('tones.nobody')}</span> : null}
        {heard.map((leg) => (
          <span key={leg.id} className="voice" data-voice={leg.part}>
            <Meter voices={voices} id={leg.id} />
            {t(`party.${leg.part}`)}
          </span>
        ))}
      </span>
      <span className="label">{t('frame.simulated')}</span>
      <button
        type="button"
        className="tool"
        aria-pressed={!isOn}
        aria-label={isOn ? t('tones.mute') : t('tones.hear')}
        data-tip={isOn ? t('tones.mute') : t('tones.hear')}
        onClick={() => audible.set(!isWanted)}
      >
        {isOn ? <Volume2 size={15} aria-hidden /> : <VolumeX size={15} aria-hidden />}
      </button>
    </div>
  );
};

/** The leg that the seat dialled, or that took the agent's place. */
const isOwn = ({ id, party }: HearingLeg, seat: Seat): boolean =>
  id.startsWith(`${seat.id}.`) || (party?.kind === 'supervisor' && party.id === seat.supervisor);

/** A pitch for each part in the call: a customer's low, an agent's above it, supervisors' highest. */
const pitches = {
  customer: { hertz: 220, rhythmHertz: 2.1 },
  agent: { hertz: 330, rhythmHertz: 2.9 },
  target: { hertz: 392, rhythmHertz: 2.5 },
  guest: { hertz: 262, rhythmHertz: 3.4 },
  supervisor: { hertz: 494, rhythmHertz: 1.7 },
} as const satisfies Readonly<Record<HearingLeg['part'], Omit<Speaker, 'id'>>>;

const speakerOf = ({ id, part }: HearingLeg): Speaker => ({ id, ...pitches[part] });

const bars = [0.55, 1, 0.75] as const;

/** How loud somebody sounds, measured on what is played. */
const Meter = ({
  voices,
  id,
}: {
  readonly voices: { readonly current: Voices | null };
  readonly id: string;
}): ReactNode => {
  const [loudness, setLoudness] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => setLoudness(Math.round((voices.current?.loudness(id) ?? 0) * 20) / 20), 120);
    return () => window.clearInterval(timer);
  }, [voices, id]);
  return (
    <span className="meter" data-loudness={loudness} aria-hidden>
      {bars.map((share) => (
        <i key={share} style={{ transform: `scaleY(${Math.max(0.15, Math.min(1, loudness * share * 1.6))})` }} />
      ))}
    </span>
  );
};
