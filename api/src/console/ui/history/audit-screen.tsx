import { useCallback, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { setSearch, useSearch } from '../frame/location.ts';
import { Choice } from '../live/filter-bar.tsx';
import type { AuditRow } from '../service/shapes.ts';
import { commandWord } from '../words/command.ts';
import { AuditHead, AuditLine } from './audit-line.tsx';
import { changed, DateField, momentIn, TextField } from './filters.tsx';
import { Pages } from './pages.tsx';

const filters = ['from', 'to', 'principal', 'call', 'what'] as const;
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
] as const;

/** Who did what to whom, why, and what became of it; what was refused as well. */
export const AuditScreen = (): ReactNode => {
  const { t } = useTranslation();
  const search = useSearch();
  const asked = useMemo(() => {
    const given = new URLSearchParams(search);
    return new URLSearchParams([
      ...filters.flatMap((name) => (given.get(name) === null ? [] : [[name, given.get(name) ?? '']])),
      ['limit', '100'],
    ]);
  }, [search]);
  const change = useCallback(
    (name: (typeof filters)[number], value: string | null) => setSearch(changed(location.search, name, value)),
    [],
  );
  return (
    <section className="page" aria-labelledby="screen">
      <header className="page-head">
        <h1 id="screen">{t('audit.title')}</h1>
      </header>
      <div className="page-filters" role="search" aria-label={t('filter.label')}>
        <DateField
          label={t('history.from')}
          value={momentIn(search, 'from')}
          onValue={(at) => change('from', at === null ? null : String(at))}
        />
        <DateField
          label={t('history.to')}
          value={momentIn(search, 'to')}
          onValue={(at) => change('to', at === null ? null : String(at))}
        />
        <div className="labelled">
          <span aria-hidden>{t('audit.what')}</span>
          <Choice
            label={t('audit.what')}
            any={t('audit.anyCommand')}
            value={asked.get('what')}
            choices={commands.map((command) => [command, t(`command.${commandWord(command)}`)])}
            onChoice={(what) => change('what', what)}
          />
        </div>
        <TextField
          label={t('audit.who')}
          value={asked.get('principal') ?? ''}
          onValue={useCallback((who: string) => change('principal', who), [change])}
        />
        <TextField
          label={t('audit.call')}
          value={asked.get('call') ?? ''}
          onValue={useCallback((call: string) => change('call', call), [change])}
        />
      </div>
      <Pages<AuditRow>
        path="/v1/audit"
        search={asked}
        none={t('audit.none')}
        count={(count) => t('audit.shown', { count })}
        head={<AuditHead withCall />}
        row={(row) => <AuditLine key={row.seq} row={row} withCall />}
      />
    </section>
  );
};
