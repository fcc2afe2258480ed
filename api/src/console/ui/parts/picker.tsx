import { useId, useState, type ReactNode } from 'react';

/** One thing that can be picked. */
export interface Picked {
  readonly key: string;
  /** What it belongs to: said once, before the first of them. */
  readonly group: string;
  readonly name: string;
  readonly note: string;
  readonly tone: string;
}

/** What was typed, and which of what that finds is chosen. */
export interface Picking {
  readonly text: string;
  readonly type: (text: string) => void;
  /** Null while nothing is. */
  readonly at: number | null;
  readonly choose: (at: number) => void;
}

/** What is typed chooses the first that it finds; before that the first is chosen where a wrong one does no harm. */
export const usePicking = (unasked: 'first' | 'none'): Picking => {
  const begin = unasked === 'first' ? 0 : null;
  const [{ text, at }, set] = useState<Pick<Picking, 'text' | 'at'>>({ text: '', at: begin });
  return {
    text,
    at,
    type: (typed) => set({ text: typed, at: typed.trim() === '' ? begin : 0 }),
    choose: (chosen) => set({ text, at: chosen }),
  };
};

/** The chosen one: the last where fewer are found by then. */
export const chosenOf = <One,>(found: readonly One[], { at }: Picking): One | undefined =>
  at === null ? undefined : found[Math.min(at, found.length - 1)];

interface PickerProps {
  readonly label: string;
  readonly picking: Picking;
  readonly found: readonly Picked[];
  /** Said where nothing is found. */
  readonly none: string;
}

/** One field that finds, and a list to choose from: by the pointer, or by arrows without leaving the field. */
export const Picker = ({ label, picking, found, none }: PickerProps): ReactNode => {
  const list = useId();
  const chosen = chosenOf(found, picking);
  const { text, type, at, choose } = picking;
  return (
    <div className="picker">
      <input
        className="field"
        role="combobox"
        data-first
        aria-label={label}
        placeholder={label}
        aria-expanded
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={chosen === undefined ? undefined : `${list}-${chosen.key}`}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          choose(Math.min(Math.max(0, at === null ? 0 : at + step), found.length - 1));
        }}
      />
      <ul id={list} role="listbox" aria-label={label} className="choices">
        {found.map((one, n) => (
          <PickerRow
            key={one.key}
            id={`${list}-${one.key}`}
            one={one}
            isFirst={found[n - 1]?.group !== one.group}
            isChosen={one === chosen}
            onChoose={() => choose(n)}
          />
        ))}
      </ul>
      {found.length === 0 ? <p className="none">{none}</p> : null}
    </div>
  );
};

interface PickerRowProps {
  readonly id: string;
  readonly one: Picked;
  readonly isFirst: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

const PickerRow = ({ id, one, isFirst, isChosen, onChoose }: PickerRowProps): ReactNode => (
  <li
    id={id}
    role="option"
    aria-selected={isChosen}
    ref={(row) => {
      if (isChosen) row?.scrollIntoView({ block: 'nearest' });
    }}
    onPointerDown={(event) => {
      event.preventDefault();
      onChoose();
    }}
  >
    <span className="kind dim">{isFirst ? one.group : ''}</span>
    <span className="name clip">{one.name}</span>
    <span className={`note ${one.tone}`}>{one.note}</span>
  </li>
);
