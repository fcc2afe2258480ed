import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, v1, type AuditRow } from '../service/client.ts';
import { supervisorsQuery, type Listing } from '../service/queries.ts';
import { commandWord } from '../words/command.ts';
import { AuditHead, AuditLine } from './audit-line.tsx';
import { namesOf, TextField, useFilters } from './filters.tsx';
import { ListPage } from './list-page.tsx';

const names = ['from', 'to', 'by', 'call', 'what'] as const;
const commands = [
  'cmd.supervise',
  'cmd.switchMode',
  'cmd.leave',
  'cmd.takeover',
  'cmd.transfer',
  'cmd.stop',
  'cmd.drop',
  'cmd.claim',
  'cmd.forceAgent',
  'cmd.activateFlow',
] as const;

/** Who did what to whom, why, and what became of it; what was refused as well. */
export const AuditScreen = (): ReactNode => {
  const { t } = useTranslation();
  const supervisors = useQuery(supervisorsQuery).data ?? [];
  const filters = useFilters(names);
  const { what, ...asked } = filters.asked;
  const command = commands.find((one) => one === what);
  const query = { ...asked, ...(command === undefined ? {} : { what: command }) };
  const listing: Listing<AuditRow> = {
    name: 'audit',
    asked: query,
    read: (page, signal) => answer(v1.audit.$get({ query: { ...query, ...page } }, { init: { signal } })),
  };
  return (
    <ListPage
      of="audit"
      filters={filters}
      choices={[
        {
          name: 'what',
          label: t('audit.what'),
          any: t('audit.anyCommand'),
          choices: commands.map((one) => [one, t(`command.${commandWord(one)}`)]),
        },
        { name: 'by', label: t('audit.who'), any: t('audit.anybody'), choices: namesOf(supervisors) },
      ]}
      fields={<TextField filters={filters} name="call" label={t('audit.call')} />}
      listing={listing}
      head={<AuditHead withCall />}
      row={(row) => <AuditLine key={row.seq} row={row} withCall />}
    />
  );
};
