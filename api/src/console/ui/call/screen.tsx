import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { nextScope } from '../actions/act.ts';
import { mySeatAt } from '../actions/my-seat.ts';
import { CallActions } from '../actions/row-actions.tsx';
import { Link } from '../frame/link.tsx';
import { AuditHead, AuditLine } from '../history/audit-line.tsx';
import { SeatMark } from '../live/seat-mark.tsx';
import { stateSince } from '../live/filter.ts';
import { useUnderWay } from '../live/under-way.ts';
import { Failed } from '../parts/failed.tsx';
import { shownState, StateBadge } from '../parts/badge.tsx';
import { ArrowLeft, LostIcon, PendingIcon } from '../parts/icons.tsx';
import { Ago, Stopwatch } from '../parts/running.tsx';
import { calls, link } from '../service/live.ts';
import type { Call } from '../service/client.ts';
import { useQueueNames } from '../service/names.ts';
import { ProblemError } from '../service/request.ts';
import { mayI } from '../session/me.ts';
import { useRow } from '../state/rows.ts';
import { useStore } from '../state/store.ts';
import { dayAndTime } from '../words/time.ts';
import { currentCall } from '../live/call-table.tsx';
import { auditQuery, callQuery, hearingQuery, timelineQuery, useFollow } from './follow.ts';
import type { Hearing } from './hearing.ts';
import { LadderView } from './ladder-view.tsx';
import { Matrix } from './matrix.tsx';
import { useLegNames } from './named.ts';

/** One call: what it is, what can be done, how it came about, who hears whom, and who intervened. */
export const CallScreen = ({ id }: { readonly id: string }): ReactNode => {
  const { t } = useTranslation();
  const now = useRow(calls, id);
  const last = useRef<Call | undefined>(now);
  if (now !== undefined) last.current = now;
  useEffect(() => currentCall.set(id), [id]);
  useFollow(id, now);
  const isConnecting = useStore(link).state === 'connecting';
  const hearing = useQuery({ ...hearingQuery(id), enabled: now !== undefined }).data;
  const past = useQuery({ ...callQuery(id), enabled: now === undefined && !isConnecting }).data;
  const call = now ?? past ?? last.current;
  return (
    <article className="call" aria-labelledby="screen">
      <header className="call-head">
        <Link to={{ name: 'live' }} className="button quiet small">
          <ArrowLeft size={14} aria-hidden />
          {t('call.back')}
        </Link>
        {call === undefined ? (
          <h1 id="screen">{t('call.title', { id })}</h1>
        ) : (
          <Head call={call} isOver={now === undefined} />
        )}
      </header>
      {call === undefined ? null : <Facts call={call} isOver={now === undefined} />}
      {now === undefined ? null : (
        <section aria-label={t('action.label')} className="act-row">
          <CallActions call={now} words />
          {now.party?.kind === 'agent' && mySeatAt(now) === null ? <FollowChoice /> : null}
        </section>
      )}
      <div className="call-grid">
        <Timeline id={id} hearing={hearing} isOver={now === undefined} />
        <div className="side">
          {now === undefined ? null : <HearingPanel hearing={hearing} />}
          {mayI('audit.read') ? <AuditPanel id={id} /> : null}
        </div>
      </div>
    </article>
  );
};

/** Chosen before one sits down: a seat keeps its scope. */
const FollowChoice = (): ReactNode => {
  const { t } = useTranslation();
  const scope = useStore(nextScope);
  // It is for this call: nobody follows an agent because of what was ticked at another.
  useEffect(() => () => nextScope.set('call'), []);
  return (
    <label className="follow">
      <input
        type="checkbox"
        checked={scope === 'agent'}
        onChange={(event) => nextScope.set(event.target.checked ? 'agent' : 'call')}
      />
      {t('action.follow')}
    </label>
  );
};

const Head = ({ call, isOver }: { readonly call: Call; readonly isOver: boolean }): ReactNode => {
  const { t } = useTranslation();
  const underWay = useUnderWay()(call);
  return (
    <div className="title">
      <h1 id="screen">
        <span className="number">{call.customer}</span>
        {call.party === null ? null : (
          <>
            <span className="dim with">·</span>
            {call.party.name}
          </>
        )}
      </h1>
      <StateBadge state={isOver ? 'closed' : shownState(call)} boxed />
      {isOver ? null : (
        <span className="since">
          <Stopwatch ms={0} since={stateSince(call)} />
        </span>
      )}
      {underWay === null || isOver ? null : (
        <span className="pending">
          <PendingIcon size={12} aria-hidden />
          {underWay}
        </span>
      )}
      {call.confirmed ? null : (
        <span className="badge boxed tone-warn" data-tip={t('sure.lostTip')}>
          <LostIcon size={13} aria-hidden />
          {t('sure.lost')}
        </span>
      )}
      <span className="dim number id">{call.id}</span>
    </div>
  );
};

const Facts = ({ call, isOver }: { readonly call: Call; readonly isOver: boolean }): ReactNode => {
  const { t, i18n } = useTranslation();
  const queueOf = useQueueNames();
  const fact = (name: string, value: ReactNode): ReactNode => (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
  return (
    <dl className="facts" aria-label={t('call.facts')}>
      {fact(t('call.queue'), call.queue === null ? '–' : queueOf(call.queue))}
      {fact(t('call.hotline'), <span className="number">{call.hotline ?? '–'}</span>)}
      {fact(t('call.wait'), <Stopwatch ms={call.waitMs} since={call.waitingSince} />)}
      {fact(t('call.talk'), <Stopwatch ms={call.talkMs} since={call.talkingSince} />)}
      {fact(t('call.hold'), <Stopwatch ms={call.holdMs} since={call.heldSince} />)}
      {fact(t('call.recording'), t(`recording.${call.recording}`))}
      {fact(
        t('call.supervisors'),
        call.supervisors.length === 0 ? '–' : call.supervisors.map((seat) => <SeatMark key={seat.id} seat={seat} />),
      )}
      {fact(t('call.started'), <span className="number">{dayAndTime(i18n.language, call.startedAt)}</span>)}
      {isOver
        ? null
        : fact(
            t('column.sure'),
            call.seenAt === null ? <span className="assumed">{t('underWay.assumed')}</span> : <Ago at={call.seenAt} />,
          )}
    </dl>
  );
};

interface TimelineProps {
  readonly id: string;
  readonly hearing: Hearing | undefined;
  readonly isOver: boolean;
}

const Timeline = ({ id, hearing, isOver }: TimelineProps): ReactNode => {
  const { t } = useTranslation();
  const names = useLegNames(hearing);
  const { data, error, refetch } = useQuery(timelineQuery(id));
  return (
    <section className="panel timeline" aria-labelledby="call-ladder">
      <header>
        <h2 id="call-ladder">{t('call.ladder')}</h2>
        <span className="dim">{t('call.ladderHint')}</span>
      </header>
      {error === null ? null : error instanceof ProblemError && error.problem.reason === 'noSuchCall' ? (
        <p className="empty">{t('call.gone')}</p>
      ) : (
        <Failed error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined ? null : <LadderView happenings={data} names={names} isOver={isOver} />}
    </section>
  );
};

const HearingPanel = ({ hearing }: { readonly hearing: Hearing | undefined }): ReactNode => {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="call-matrix">
      <header>
        <h2 id="call-matrix">{t('call.matrix')}</h2>
        <span className="dim">{t('call.matrixHint')}</span>
      </header>
      {hearing === undefined ? null : <Matrix hearing={hearing} />}
    </section>
  );
};

const AuditPanel = ({ id }: { readonly id: string }): ReactNode => {
  const { t } = useTranslation();
  const { data } = useQuery(auditQuery(id));
  return (
    <section className="panel" aria-labelledby="call-audit">
      <header>
        <h2 id="call-audit">{t('call.audit')}</h2>
      </header>
      {data === undefined ? null : data.length === 0 ? (
        <p className="none dim">{t('call.noAudit')}</p>
      ) : (
        <div className="audit-scroll" tabIndex={0} role="region" aria-label={t('call.audit')}>
          <table className="table">
            <thead>
              <AuditHead withCall={false} />
            </thead>
            <tbody>
              {data.map((row) => (
                <AuditLine key={row.seq} row={row} withCall={false} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
};
