import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Listening } from '../audio/listening.tsx';
import { Link } from '../frame/link.tsx';
import { LogOut, LostIcon, Mic, MicOff, PendingIcon, StopIcon, TakeoverIcon } from '../parts/icons.tsx';
import type { Call, Seat } from '../service/client.ts';
import { perform } from '../service/deeds.ts';
import { between, link } from '../service/live.ts';
import { useNames } from '../service/names.ts';
import { useStore } from '../state/store.ts';
import { mayI } from '../session/me.ts';
import { usePossible } from './possible.ts';
import { setMode, leave, whyNot } from './act.ts';
import { modeIcons, modes } from './mode-icons.ts';
import { useMySeat, type MySeat } from './my-seat.ts';
import type { en } from '../words/en.ts';
import { useReason } from './reason.ts';

/** Where I am, whether anybody hears me, and the way out: always in sight, on every screen. */
export const SeatBar = (): ReactNode => {
  const mine = useMySeat();
  const waits = useStore(between);
  if (mine !== null) return <Bar mine={mine} />;
  return waits === null ? null : <Between agent={waits.agentId} />;
};

/** The agent's last call is over and the next is not there yet: nobody hears me, and I can be nowhere else. */
const Between = ({ agent }: { readonly agent: string }): ReactNode => {
  const { t } = useTranslation();
  const nameOf = useNames();
  return (
    <aside className="seat-bar" aria-label={t('seat.label')} data-heard={false} data-settled={false}>
      <span className="where">
        <span className="glyph turning">
          <PendingIcon size={17} aria-hidden />
        </span>
        <span className="what">
          <strong className="clip">{t('modeNow.parked', { who: nameOf(agent) })}</strong>
          <span className="microphone">
            <MicOff size={12} aria-hidden />
            {t('seat.silent')}
          </span>
        </span>
      </span>
      <LeaveButton />
    </aside>
  );
};

const LeaveButton = (): ReactNode => {
  const { t } = useTranslation();
  return (
    <button type="button" className="button leave" data-action="leave" onClick={leave}>
      <LogOut size={15} aria-hidden />
      {t('action.leave')}
    </button>
  );
};

const Bar = ({ mine: { call, seat } }: { readonly mine: MySeat }): ReactNode => {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const possible = usePossible(call);
  // While the service or the switch is out of reach nobody knows who hears whom.
  const isKnown = useStore(link).state === 'live' && call.confirmed;
  const hasTakenOver = seat.state === 'lent';
  const isAsWanted = hasTakenOver || (seat.state === 'present' && seat.mode === seat.wanted);
  const mode = seat.mode ?? seat.wanted;
  const isHeard = hasTakenOver || (seat.mode !== null && seat.mode !== 'monitor');
  const isSettled = isKnown && isAsWanted;
  const settledIcon = hasTakenOver ? TakeoverIcon : modeIcons[mode];
  const Icon = !isKnown ? LostIcon : isAsWanted ? settledIcon : PendingIcon;
  const heard = hasTakenOver ? t('seat.microphone') : isHeard ? t(`modeHint.${mode}`) : t('seat.silent');
  const agent = call.party?.name ?? t('party.nobody');
  const who = hasTakenOver
    ? call.customer
    : mode === 'barge' || mode === 'monitor'
      ? `${agent} · ${call.customer}`
      : agent;
  const now = sentenceOf(seat);
  return (
    <aside className="seat-bar" aria-label={t('seat.label')} data-heard={isHeard} data-settled={isSettled}>
      <span className="where">
        <span className={isKnown && !isAsWanted ? 'glyph turning' : 'glyph'}>
          <Icon size={17} aria-hidden />
        </span>
        <span className="what">
          <Link to={{ name: 'call', call: call.id }} className="clip">
            {t(`modeNow.${now}`, { who })}
          </Link>
          <span className="microphone">
            {isHeard ? <Mic size={12} aria-hidden /> : <MicOff size={12} aria-hidden />}
            {isKnown ? heard : t('seat.unknown')}
            {isAsWanted || seat.mode === seat.wanted ? null : (
              <em> · {t('seat.wanted', { mode: t(`mode.${seat.wanted}`) })}</em>
            )}
          </span>
        </span>
      </span>
      {isKnown ? <Listening call={call} seat={seat} /> : null}
      {hasTakenOver ? null : (
        <div className="switch tall" role="group" aria-label={t('action.supervision')}>
          {modes.map((one) => {
            const Glyph = modeIcons[one];
            const why = seat.mode === one ? null : whyNot(possible, one);
            return (
              <button
                key={one}
                type="button"
                aria-pressed={seat.mode === one}
                data-wanted={seat.wanted === one && seat.mode !== one}
                data-tip={why === null ? t(`modeHint.${one}`) : reasonOf(why)}
                {...(why === null ? {} : { 'aria-disabled': true, 'aria-description': reasonOf(why) })}
                onClick={() => {
                  if (why === null) setMode(call, one);
                }}
              >
                <Glyph size={15} aria-hidden />
                {t(`mode.${one}`)}
              </button>
            );
          })}
        </div>
      )}
      {hasTakenOver ? <HangUp call={call} /> : <LeaveButton />}
    </aside>
  );
};

/** What is so by what was last observed: while one changes into another mode, the one from before. */
const sentenceOf = ({ state, mode }: Seat): keyof typeof en.modeNow => {
  if (state === 'lent') return 'takeover';
  if (state === 'parked' || state === 'leaving') return state;
  return mode ?? 'pending';
};

/** Whoever talks with the customer in the agent's place ends the conversation as an agent does. */
const HangUp = ({ call }: { readonly call: Call }): ReactNode => {
  const { t } = useTranslation();
  if (!mayI('calls.control')) return null;
  return (
    <button
      type="button"
      className="button danger-line leave"
      data-action="hangUp"
      onClick={() => void perform({ kind: 'hangUp', call })}
    >
      <StopIcon size={15} aria-hidden />
      {t('command.hangUp')}
    </button>
  );
};
