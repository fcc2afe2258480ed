import { useEffect, useState, type ReactNode } from 'react';

interface DateFieldProps {
  readonly label: string;
  /** Milliseconds since the epoch; null where nothing is said. */
  readonly value: number | null;
  readonly onValue: (value: number | null) => void;
}

/** A moment, as the browser asks for it: in local time, to the minute. */
export const DateField = ({ label, value, onValue }: DateFieldProps): ReactNode => (
  <label className="labelled">
    <span>{label}</span>
    <input
      type="datetime-local"
      className="field"
      value={value === null ? '' : localText(value)}
      onChange={(event) => {
        const at = new Date(event.target.value).getTime();
        onValue(Number.isNaN(at) ? null : at);
      }}
    />
  </label>
);

const localText = (at: number): string => {
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** A text that is taken over when typing pauses. */
export const TextField = ({ label, value, onValue }: TextFieldProps): ReactNode => {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = window.setTimeout(() => onValue(typed.trim()), 300);
    return () => window.clearTimeout(timer);
  }, [typed, value, onValue]);
  return (
    <label className="labelled">
      <span>{label}</span>
      <input className="field" value={typed} maxLength={128} onChange={(event) => setTyped(event.target.value)} />
    </label>
  );
};

/** Filters in the address: a change of one leaves the others. */
export const changed = (search: string, name: string, value: string | null): URLSearchParams => {
  const next = new URLSearchParams(search);
  if (value === null || value === '') next.delete(name);
  else next.set(name, value);
  return next;
};

export const momentIn = (search: string, name: string): number | null => {
  const text = new URLSearchParams(search).get(name);
  const at = Number(text);
  return text !== null && Number.isFinite(at) && at > 0 ? at : null;
};
