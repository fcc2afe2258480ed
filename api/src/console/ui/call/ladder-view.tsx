import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames, useQueueNames } from '../service/names.ts';
import { timeOfDay } from '../words/time.ts';
import { ladderOf, latestOf, mostRungs, type Happening, type Ladder, type Rung } from './ladder.ts';
import { named } from './named.ts';
import { useSaying } from './saying.ts';

const rowHeight = 26;
const headHeight = 42;
const foot = 12;
const timeWidth = 74;
const laneWidth = 144;
/** The words of the last lane are wider than a lane. */
const noteGap = 18;
const noteWidth = 402;

/** The call as a ladder diagram; the same as a table, for whoever does not see it. */
export const LadderView = ({
  happenings,
  names,
  isOver,
}: {
  readonly happenings: readonly Happening[];
  /** By leg. */
  readonly names: ReadonlyMap<string, string>;
  readonly isOver: boolean;
}): ReactNode => {
  const { t, i18n } = useTranslation();
  const nameOf = useNames();
  const queueOf = useQueueNames();
  const ladder = useMemo(
    () => ladderOf(latestOf(happenings).map((happening) => named(happening, names, nameOf, queueOf))),
    [happenings, names, nameOf, queueOf],
  );
  const earlier = happenings.length - mostRungs;
  const say = useSaying();
  const { lanes, rungs } = ladder;
  const width = timeWidth + lanes.length * laneWidth + noteGap + noteWidth;
  const height = rungs.length * rowHeight + foot;
  const ofLane = (lane: number | null): string => (lane === null ? '' : (lanes[lane]?.name ?? ''));
  return (
    <>
      {earlier > 0 ? <p className="dim earlier">{t('ladder.more', { count: earlier })}</p> : null}
      <div className="ladder-scroll" tabIndex={0} role="region" aria-label={t('call.ladder')}>
        <div className="ladder" style={{ width }}>
          <svg width={width} height={headHeight} className="heads" aria-hidden>
            <Heads lanes={lanes} />
          </svg>
          <svg
            width={width}
            height={height}
            role="img"
            aria-label={t('ladder.label', { lanes: lanes.length, events: rungs.length })}
          >
            <Lanes ladder={ladder} isOver={isOver} height={height} />
            {rungs.map((rung, row) => (
              <RungView key={`${rung.at} ${row}`} rung={rung} row={row} laneCount={lanes.length} say={say} />
            ))}
          </svg>
        </div>
      </div>
      <details className="as-table">
        <summary>{t('ladder.asTable')}</summary>
        <table className="table">
          <thead>
            <tr>
              <th>{t('ladder.time')}</th>
              <th>{t('ladder.leg')}</th>
              <th>{t('ladder.event')}</th>
            </tr>
          </thead>
          <tbody>
            {rungs.map((rung, row) => (
              <tr key={`${rung.at} ${row}`}>
                <td className="number">{timeOfDay(i18n.language, rung.at)}</td>
                <td>{ofLane(rung.lane)}</td>
                <td>{[rung.happening, ...rung.notes].map(say).filter(Boolean).join('; ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
};

const laneX = (lane: number): number => timeWidth + lane * laneWidth + 16;
const rowY = (row: number): number => row * rowHeight + rowHeight / 2;

/** Whose lane is which: in sight however far down one has come. */
const Heads = ({ lanes }: Pick<Ladder, 'lanes'>): ReactNode => {
  const { t } = useTranslation();
  return lanes.map(({ leg, name, slot }, lane) => (
    <g key={leg}>
      <text x={laneX(lane) - 6} y={16} className="lane-name">
        {name.length > 17 ? `${name.slice(0, 16)}…` : name}
        <title>{`${name} (${leg})`}</title>
      </text>
      <text x={laneX(lane) - 6} y={32} className="lane-slot">
        {t(`party.${slot === 'seat' ? 'supervisor' : slot}`)}
      </text>
    </g>
  ));
};

const Lanes = ({
  ladder: { lanes, rungs },
  isOver,
  height,
}: {
  readonly ladder: Ladder;
  readonly isOver: boolean;
  readonly height: number;
}): ReactNode =>
  lanes.map(({ leg, slot, stretches }, lane) => (
    <g key={leg}>
      {stretches.map(({ look, from, to }) => (
        <line
          key={`${from} ${look}`}
          x1={laneX(lane)}
          x2={laneX(lane)}
          y1={rowY(from)}
          y2={to !== null ? rowY(to) : isOver ? rowY(rungs.length - 1) : height}
          className={`lane ${look} ${slot}`}
        />
      ))}
    </g>
  ));

interface RungViewProps {
  readonly rung: Rung;
  readonly row: number;
  readonly laneCount: number;
  readonly say: (happening: Happening) => string;
}

const RungView = ({ rung, row, laneCount, say }: RungViewProps): ReactNode => {
  const { i18n } = useTranslation();
  const { lane, reaches, happening, notes, at } = rung;
  const y = rowY(row);
  const noteX = timeWidth + laneCount * laneWidth + noteGap;
  const isAssumed = happening.basis === 'assumed';
  const note = notes.map(say).filter(Boolean).join(' · ');
  return (
    <g className={isAssumed ? 'rung assumed' : 'rung'}>
      <text x={timeWidth - 14} y={y + 4} className="time">
        {timeOfDay(i18n.language, at)}
      </text>
      {lane === null ? (
        <line x1={timeWidth} x2={noteX - 8} y1={y} y2={y} className="whole" />
      ) : (
        <>
          {reaches.map((other) => (
            <g key={other}>
              <line x1={laneX(lane)} x2={laneX(other)} y1={y} y2={y} className="reach" />
              <circle cx={laneX(other)} cy={y} r={2.5} className="reached" />
            </g>
          ))}
          <circle cx={laneX(lane)} cy={y} r={4} className={`dot ${happening.kind}`} />
          <text x={laneX(lane) + 10} y={y + 4} className="word">
            {say(happening)}
          </text>
        </>
      )}
      <text x={noteX} y={y + 4} className={lane === null ? 'note first' : 'note'}>
        {lane === null ? [say(happening), note].filter(Boolean).join(' · ') : note}
      </text>
    </g>
  );
};
