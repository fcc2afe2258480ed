import { memo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CallActions } from '../actions/row-actions.tsx';
import { Link } from '../frame/link.tsx';
import { shownState, StateBadge } from '../parts/badge.tsx';
import { LostIcon, PendingIcon } from '../parts/icons.tsx';
import { Ago, Stopwatch } from '../parts/running.tsx';
import { calls } from '../service/live.ts';
import type { Call } from '../service/client.ts';
import { useQueueNames } from '../service/names.ts';
import { useRow } from '../state/rows.ts';
import { stateSince } from './filter.ts';
import { SeatMark } from './seat-mark.tsx';
import { useUnderWay } from './under-way.ts';

interface CallRowProps {
  readonly id: string;
  /** Its place among all rows, from 0. */
  readonly index: number;
  readonly top: number;
  readonly isCurrent: boolean;
}

/** One call in the table. It draws itself whenever its call changes, and no other row does. */
export const CallRow = memo(({ id, index, top, isCurrent }: CallRowProps): ReactNode => {
  const now = useRow(calls, id);
  const last = useRef(now);
  if (now !== undefined) last.current = now;
  const call = last.current;
  return (
    <div
      role="row"
      className="call-row"
      data-call={id}
      data-gone={now === undefined}
      data-confirmed={call?.confirmed}
      aria-rowindex={index + 2}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      style={{ transform: `translateY(${top}px)` }}
    >
      {call === undefined ? null : <Cells call={call} isGone={now === undefined} isCurrent={isCurrent} />}
    </div>
  );
});

const Cells = ({
  call,
  isGone,
  isCurrent,
}: {
  readonly call: Call;
  readonly isGone: boolean;
  readonly isCurrent: boolean;
}): ReactNode => {
  const { t } = useTranslation();
  const queueOf = useQueueNames();
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <>
      <div role="gridcell" className="cell">
        <StateBadge state={isGone ? 'closed' : shownState(call)} />
      </div>
      <div role="gridcell" className="cell end">
        {isGone ? null : <Stopwatch ms={0} since={stateSince(call)} />}
      </div>
      <div role="gridcell" className="cell strong">
        <Link to={{ name: 'call', call: call.id }} className="clip number" tabIndex={tabIndex}>
          {call.customer}
        </Link>
        {call.ours ? null : (
          <span className="dim" data-tip={t('table.notOurs')}>
            *
          </span>
        )}
      </div>
      <div role="gridcell" className="cell clip number dim">
        {call.hotline}
      </div>
      <div role="gridcell" className="cell clip">
        {call.queue === null ? null : queueOf(call.queue)}
      </div>
      <div role="gridcell" className="cell clip">
        {call.party?.name}
      </div>
      <Times call={call} />
      <div role="gridcell" className="cell centre">
        <RecordingMark call={call} />
      </div>
      <div role="gridcell" className="cell seats">
        {call.supervisors.map((seat) => (
          <SeatMark key={seat.id} seat={seat} />
        ))}
      </div>
      <div role="gridcell" className="cell">
        <UnderWayMark call={call} />
      </div>
      <div role="gridcell" className="cell end">
        <Sure call={call} />
      </div>
      <div role="gridcell" className="cell acts">
        {isGone ? null : <CallActions call={call} reachable={isCurrent} />}
      </div>
    </>
  );
};

/** Wait, talk and hold. What runs stands out, what never was is left out. */
const Times = ({ call }: { readonly call: Call }): ReactNode => {
  const cell = (ms: number, since: number | null): ReactNode => (
    <div role="gridcell" className={since === null ? 'cell end dim' : 'cell end'}>
      {ms === 0 && since === null ? '–' : <Stopwatch ms={ms} since={since} />}
    </div>
  );
  return (
    <>
      {cell(call.waitMs, call.waitingSince)}
      {cell(call.talkMs, call.talkingSince)}
      {cell(call.holdMs, call.heldSince)}
    </>
  );
};

const RecordingMark = ({ call }: { readonly call: Call }): ReactNode => {
  const { t } = useTranslation();
  if (call.recording === 'off') return null;
  const text = t(`recording.${call.recording}`);
  return <span className={`rec ${call.recording}`} role="img" aria-label={text} data-tip={text} />;
};

const UnderWayMark = ({ call }: { readonly call: Call }): ReactNode => {
  const text = useUnderWay()(call);
  return text === null ? null : (
    <span className="pending" data-tip={text}>
      <PendingIcon size={12} aria-hidden />
      <span className="clip">{text}</span>
    </span>
  );
};

/** How sure it is: when the switch last said something about the call by itself. */
const Sure = ({ call }: { readonly call: Call }): ReactNode => {
  const { t } = useTranslation();
  if (!call.confirmed) {
    return (
      <span className="badge tone-warn" data-tip={t('sure.lostTip')}>
        <LostIcon size={13} aria-hidden />
        <span aria-hidden>{t('sure.no')}</span>
        <span className="unseen">{t('sure.lost')}</span>
      </span>
    );
  }
  if (call.seenAt === null)
    return (
      <span className="assumed" data-tip={t('sure.never')}>
        {t('underWay.assumed')}
      </span>
    );
  return (
    <span className="dim" data-tip={t('sure.tip')}>
      <Ago at={call.seenAt} />
    </span>
  );
};
