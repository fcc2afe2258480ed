import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { setSearch, useSearch } from '../frame/location.ts';
import { Choice } from '../live/filter-bar.tsx';

/** What a list is filtered by. It stands in the address: a change of one leaves the others. */
export interface Filters<Name extends string> {
  readonly asked: Readonly<Partial<Record<Name, string>>>;
  readonly set: (name: Name, value: string | null) => void;
}

export const useFilters = <Name extends string>(names: readonly Name[]): Filters<Name> => {
  const search = useSearch();
  const asked = useMemo(() => askedIn(search, names), [search, names]);
  const set = useCallback((name: Name, value: string | null) => setSearch(changed(location.search, name, value)), []);
  return { asked, set };
};

const askedIn = <Name extends string>(search: string, names: readonly Name[]): Filters<Name>['asked'] => {
  const given = new URLSearchParams(search);
  const asked: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = given.get(name);
    if (value !== null && value !== '') asked[name] = value;
  }
  return asked;
};

const changed = (search: string, name: string, value: string | null): URLSearchParams => {
  const next = new URLSearchParams(search);
  if (value === null || value === '') next.delete(name);
  else next.set(name, value);
  return next;
};

interface FieldProps<Name extends string> {
  readonly filters: Filters<Name>;
  readonly name: Name;
  readonly label: string;
}

/** A moment, as the browser asks for it: in local time, to the minute. The address has milliseconds since the epoch. */
export const MomentField = <Name extends string>({ filters, name, label }: FieldProps<Name>): ReactNode => {
  const at = Number(filters.asked[name] ?? Number.NaN);
  return (
    <label className="labelled">
      <span>{label}</span>
      <input
        type="datetime-local"
        className="field"
        value={at > 0 ? localText(at) : ''}
        onChange={(event) => {
          const typed = new Date(event.target.value).getTime();
          filters.set(name, Number.isNaN(typed) ? null : String(typed));
        }}
      />
    </label>
  );
};

const localText = (at: number): string => {
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

/** A text that is taken over when typing pauses. */
export const TextField = <Name extends string>({ filters, name, label }: FieldProps<Name>): ReactNode => {
  const { asked, set } = filters;
  const value = asked[name] ?? '';
  const [typed, setTyped] = useState<string>(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = window.setTimeout(() => set(name, typed.trim()), 300);
    return () => window.clearTimeout(timer);
  }, [typed, value, name, set]);
  return (
    <label className="labelled">
      <span>{label}</span>
      <input className="field" value={typed} maxLength={128} onChange={(event) => setTyped(event.target.value)} />
    </label>
  );
};

export interface ChoiceFieldProps<Name extends string> extends FieldProps<Name> {
  readonly any: string;
  readonly choices: readonly (readonly [value: string, text: string])[];
}

/** What is chosen among: each by its name, in the order of names. */
export const namesOf = (
  all: readonly { readonly id: string; readonly name: string }[],
): readonly (readonly [value: string, text: string])[] =>
  [...all].sort((a, b) => a.name.localeCompare(b.name, 'vi')).map(({ id, name }) => [id, name]);

export const ChoiceField = <Name extends string>({
  filters,
  name,
  label,
  any,
  choices,
}: ChoiceFieldProps<Name>): ReactNode => {
  const value = filters.asked[name] ?? null;
  // The address may name somebody who has left.
  const isKnown = value === null || choices.some(([choice]) => choice === value);
  return (
    <div className="labelled">
      <span aria-hidden>{label}</span>
      <Choice
        label={label}
        any={any}
        value={value}
        choices={isKnown ? choices : [...choices, [value, value]]}
        onChoice={(chosen) => filters.set(name, chosen)}
      />
    </div>
  );
};
