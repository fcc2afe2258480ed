import type { Outcome } from '@legwork/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReason } from '../actions/reason.ts';
import { Link } from '../frame/link.tsx';
import { AlertIcon, Check, ClosedIcon } from '../parts/icons.tsx';
import type { AuditRow } from '../service/client.ts';
import { useNames } from '../service/names.ts';
import { isAmong } from '../words/among.ts';
import { commandWord } from '../words/command.ts';
import { useDetail } from '../words/detail.ts';
import { dayAndTime, timeOfDay } from '../words/time.ts';

export const AuditHead = ({ withCall }: { readonly withCall: boolean }): ReactNode => {
  const { t } = useTranslation();
  return (
    <tr>
      <th>{t('audit.when')}</th>
      <th>{t('audit.who')}</th>
      <th>{t('audit.what')}</th>
      <th>{t('audit.outcome')}</th>
      <th>{t('audit.why')}</th>
      {withCall ? <th>{t('audit.call')}</th> : null}
    </tr>
  );
};

const looks = {
  done: { tone: 'tone-good', icon: Check },
  refused: { tone: 'tone-bad', icon: AlertIcon },
  failed: { tone: 'tone-bad', icon: AlertIcon },
  cancelled: { tone: 'tone-calm', icon: ClosedIcon },
  timedOut: { tone: 'tone-bad', icon: AlertIcon },
  callGone: { tone: 'tone-calm', icon: ClosedIcon },
} as const satisfies Readonly<Record<Outcome, unknown>>;

/** One thing that somebody asked for. */
export const AuditLine = ({ row, withCall }: { readonly row: AuditRow; readonly withCall: boolean }): ReactNode => {
  const { t, i18n } = useTranslation();
  const reasonOf = useReason();
  const detailOf = useDetail();
  const nameOf = useNames();
  const { outcome } = row;
  const { tone, icon: Icon } = isAmong(looks, outcome) ? looks[outcome] : looks.failed;
  return (
    <tr>
      <td className="number">{(withCall ? dayAndTime : timeOfDay)(i18n.language, row.at)}</td>
      <td>{nameOf(row.by.id)}</td>
      <td className="strong">
        {t(`command.${commandWord(row.what)}`)}
        {row.detail === null ? null : <span className="dim"> · {detailOf(row.what, row.detail)}</span>}
      </td>
      <td>
        <span className={`badge ${tone}`}>
          <Icon size={13} aria-hidden />
          {isAmong(looks, outcome) ? t(`outcome.${outcome}`) : outcome}
        </span>
        {row.why === null ? null : <span className="dim"> {reasonOf(row.why)}</span>}
      </td>
      <td>{row.reason ?? <span className="dim">–</span>}</td>
      {withCall ? (
        <td>
          {row.call === null ? (
            '–'
          ) : (
            <Link to={{ name: 'call', call: row.call }} className="number">
              {row.call}
            </Link>
          )}
        </td>
      ) : null}
    </tr>
  );
};
