import type { Outcome } from '@legwork/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReason } from '../actions/reason.ts';
import { Link } from '../frame/link.tsx';
import { Badge, type Look } from '../parts/badge.tsx';
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

const wentWrong: Look = { tone: 'bad', icon: AlertIcon };
const cameToNothing: Look = { tone: 'calm', icon: ClosedIcon };
const looks: Readonly<Record<Outcome, Look>> = {
  done: { tone: 'good', icon: Check },
  refused: wentWrong,
  failed: wentWrong,
  timedOut: wentWrong,
  cancelled: cameToNothing,
  callGone: cameToNothing,
};

/** One thing that somebody asked for. */
export const AuditLine = ({ row, withCall }: { readonly row: AuditRow; readonly withCall: boolean }): ReactNode => {
  const { t, i18n } = useTranslation();
  const reasonOf = useReason();
  const detailOf = useDetail();
  const nameOf = useNames();
  const { outcome } = row;
  return (
    <tr>
      <td className="number">{(withCall ? dayAndTime : timeOfDay)(i18n.language, row.at)}</td>
      <td>{nameOf(row.by.id)}</td>
      <td className="strong">
        {t(`command.${commandWord(row.what)}`)}
        {row.detail === null ? null : <span className="dim"> · {detailOf(row.what, row.detail)}</span>}
      </td>
      <td>
        <Badge look={isAmong(looks, outcome) ? looks[outcome] : wentWrong}>
          {isAmong(looks, outcome) ? t(`outcome.${outcome}`) : outcome}
        </Badge>
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
