import { useDeferredValue, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FreezeIcon, Search } from '../parts/icons.tsx';
import { useQueueNames } from '../service/names.ts';
import { noFilter, shownStates, type Filter } from './filter.ts';

interface FilterBarProps {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly queues: readonly string[];
  readonly teams: readonly string[];
  readonly frozen: boolean;
  readonly onFreeze: () => void;
  readonly shown: number;
  readonly count: number;
}

const longerChoices = [30, 60, 180, 300, 600] as const;

/** What is listed, and how many that are. */
export const FilterBar = ({
  filter,
  onFilter,
  queues,
  teams,
  frozen,
  onFreeze,
  shown,
  count,
}: FilterBarProps): ReactNode => {
  const { t } = useTranslation();
  const queueOf = useQueueNames();
  const change = (part: Partial<Filter>): void => onFilter({ ...filter, ...part });
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(noFilter);
  return (
    <div className="filter-bar" role="search" aria-label={t('filter.label')}>
      <TextFilter text={filter.text} onText={(text) => change({ text })} />
      <Choice
        label={t('filter.state')}
        any={t('filter.anyState')}
        value={filter.state}
        choices={shownStates.map((state) => [state, state === 'waiting' ? t('views.waiting') : t(`state.${state}`)])}
        onChoice={(state) => change({ state: shownStates.find((one) => one === state) ?? null })}
      />
      <Choice
        label={t('filter.queue')}
        any={t('filter.anyQueue')}
        value={filter.queue}
        choices={queues.map((queue) => [queue, queueOf(queue)])}
        onChoice={(queue) => change({ queue })}
      />
      {teams.length < 2 ? null : (
        <Choice
          label={t('filter.team')}
          any={t('filter.anyTeam')}
          value={filter.team}
          choices={teams.map((team) => [team, team])}
          onChoice={(team) => change({ team })}
        />
      )}
      <Choice
        label={t('filter.longer')}
        any={t('filter.anyTime')}
        value={filter.longerSeconds === null ? null : String(filter.longerSeconds)}
        choices={longerChoices.map((seconds) => [
          String(seconds),
          seconds < 60
            ? `≥ ${t('time.seconds', { count: seconds })}`
            : `≥ ${t('time.minutes', { count: seconds / 60 })}`,
        ])}
        onChoice={(seconds) => change({ longerSeconds: seconds === null ? null : Number(seconds) })}
      />
      {isFiltered ? (
        <button type="button" className="button quiet small" onClick={() => onFilter(noFilter)}>
          {t('filter.clear')}
        </button>
      ) : null}
      <span className="grow" />
      <span className="number dim">{t('filter.count', { shown, count })}</span>
      <button
        type="button"
        className="button small"
        aria-pressed={frozen}
        data-tip={t('filter.freezeTip')}
        onClick={onFreeze}
      >
        <FreezeIcon size={14} aria-hidden />
        {frozen ? t('filter.frozen') : t('filter.freeze')}
      </button>
    </div>
  );
};

/** Text that filters as it is typed, without holding up the typing. */
const TextFilter = ({
  text,
  onText,
}: {
  readonly text: string;
  readonly onText: (text: string) => void;
}): ReactNode => {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(text);
  const settled = useDeferredValue(typed);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (settled !== text) onText(settled);
    // Only what is typed filters; the filter that changes by other ways has been taken over above.
  }, [settled]);
  return (
    <label className="text-filter">
      <Search size={14} aria-hidden />
      <input
        id="filter"
        type="search"
        className="field"
        placeholder={t('filter.text')}
        aria-label={t('filter.text')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </label>
  );
};

interface ChoiceProps {
  readonly label: string;
  readonly any: string;
  readonly value: string | null;
  readonly choices: readonly (readonly [value: string, text: string])[];
  readonly onChoice: (value: string | null) => void;
}

export const Choice = ({ label, any, value, choices, onChoice }: ChoiceProps): ReactNode => (
  <select
    className="field"
    aria-label={label}
    data-set={value !== null}
    value={value ?? ''}
    onChange={(event) => onChoice(event.target.value === '' ? null : event.target.value)}
  >
    <option value="">{any}</option>
    {choices.map(([choice, text]) => (
      <option key={choice} value={choice}>
        {text}
      </option>
    ))}
  </select>
);
