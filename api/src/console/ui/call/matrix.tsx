import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HearingLeg, Hearing } from './hearing.ts';

/** Who hears whom: what is so, and what was asked for and may be so already. A row hears a column. */
export const Matrix = ({ hearing }: { readonly hearing: Hearing }): ReactNode => {
  const { t } = useTranslation();
  const { legs } = hearing;
  if (legs.length === 0) return <p className="empty">{t('call.noLegs')}</p>;
  return (
    <>
      <div className="matrix-scroll">
        <table className="matrix">
          <caption className="unseen">
            {t('call.matrix')}. {t('call.matrixHint')}
          </caption>
          <thead>
            <tr>
              <td />
              {legs.map((leg) => (
                <th key={leg.id} scope="col">
                  <LegName leg={leg} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {legs.map((listener) => (
              <tr key={listener.id}>
                <th scope="row">
                  <LegName leg={listener} />
                </th>
                {legs.map((speaker) => (
                  <Cell
                    key={speaker.id}
                    pair={`${listener.id} ${speaker.id}`}
                    is={listener === speaker ? 'self' : isHeard(hearing, listener.id, speaker.id)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="legend">
        <span>
          <i className="mark-is" />
          {t('call.legendIs')}
        </span>
        <span>
          <i className="mark-may" />
          {t('call.legendMay')}
        </span>
        <span>
          <i className="mark-not" />
          {t('call.legendNot')}
        </span>
      </p>
    </>
  );
};

type Is = 'hears' | 'may' | 'not' | 'self';
const isHeard = (hearing: Hearing, listener: string, speaker: string): Is => {
  if (hearing.hears(listener, speaker)) return 'hears';
  return hearing.mayHear(listener, speaker) ? 'may' : 'not';
};

const Cell = ({ is, pair }: { readonly is: Is; readonly pair: string }): ReactNode => {
  const { t } = useTranslation();
  if (is === 'self') return <td className="self" aria-label={t('call.self')} />;
  return (
    <td data-pair={pair} data-is={is} data-tip={t(`call.${is}`)}>
      <i className={`mark-${is === 'hears' ? 'is' : is}`} />
      <span className="unseen">{t(`call.${is}`)}</span>
    </td>
  );
};

const LegName = ({ leg }: { readonly leg: HearingLeg }): ReactNode => {
  const { t } = useTranslation();
  const { part, name } = leg;
  return (
    <span className="leg-name" data-tip={`${name} · ${t(`party.${part}`)} · ${leg.id}`}>
      <span className="name">{name}</span>
      <span className="dim">{t(`party.${part}`)}</span>
    </span>
  );
};
