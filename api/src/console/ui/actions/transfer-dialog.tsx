import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState, type ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useFigures } from '../live/figures.ts';
import { Dialog } from '../parts/dialog.tsx';
import { perform, type Destination } from '../service/deeds.ts';
import { agents } from '../service/live.ts';
import { queuesQuery } from '../service/queries.ts';
import type { Call } from '../service/client.ts';
import { Reason, Refusal, useAsking } from './asking.tsx';
import { closeDialog } from './dialogs.ts';
import { destinationsFor, type Choice } from './destinations.ts';

/** Sends the customer to another agent, a queue or a number: one field that finds all three. */
export const TransferDialog = ({ call }: { readonly call: Call }): ReactNode => {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [at, setAt] = useState(0);
  const figures = useFigures();
  const queues = useQuery(queuesQuery).data ?? [];
  const { refusal, isReady, needsReason } = useAsking(call, 'transfer', reason);
  const list = useId();
  const searched = useDeferredValue(text);
  const choices = destinationsFor({ text: searched, call, agents: agents.all(), queues, waiting: figures.queues });
  const chosen = choices[Math.min(at, choices.length - 1)];
  const move = (step: number): void => setAt(Math.min(Math.max(0, at + step), choices.length - 1));

  return (
    <Dialog
      title={t('transfer.title', { customer: call.customer })}
      onClose={closeDialog}
      onSubmit={() => {
        if (chosen === undefined || !isReady) return;
        void perform({ kind: 'transfer', call, to: chosen.to, reason });
        closeDialog();
      }}
      foot={
        <>
          <button type="button" className="button" onClick={closeDialog}>
            {t('action.cancel')}
          </button>
          <button type="submit" className="button primary" aria-disabled={chosen === undefined || !isReady}>
            {chosen === undefined
              ? t('transfer.choose')
              : t('transfer.submit', { name: nameOf(chosen.to, chosen.name) })}
          </button>
        </>
      }
    >
      {call.party === null ? null : (
        <p>
          <Trans i18nKey="transfer.text" values={{ agent: call.party.name }} components={{ strong: <strong /> }} />
        </p>
      )}
      <Refusal text={refusal} />
      <div className="picker">
        <input
          className="field"
          role="combobox"
          data-first
          aria-label={t('transfer.search')}
          placeholder={t('transfer.search')}
          aria-expanded
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={chosen === undefined ? undefined : `${list}-${chosen.key}`}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (step === undefined) return;
            event.preventDefault();
            move(step);
          }}
        />
        <ul id={list} role="listbox" aria-label={t('transfer.search')} className="choices">
          {choices.map((choice, index) => (
            <ChoiceRow
              key={choice.key}
              id={`${list}-${choice.key}`}
              choice={choice}
              isFirstOfKind={choices[index - 1]?.kind !== choice.kind}
              isChosen={choice === chosen}
              onChoose={() => setAt(index)}
            />
          ))}
        </ul>
        {choices.length === 0 ? <p className="none">{t('transfer.none')}</p> : null}
      </div>
      <Reason reason={reason} isNeeded={needsReason} onReason={setReason} />
    </Dialog>
  );
};

const nameOf = (to: Destination, name: string): string => ('number' in to ? to.number : name);

interface ChoiceRowProps {
  readonly id: string;
  readonly choice: Choice;
  readonly isFirstOfKind: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

const ChoiceRow = ({ id, choice, isFirstOfKind, isChosen, onChoose }: ChoiceRowProps): ReactNode => {
  const { t } = useTranslation();
  const { kind } = choice;
  return (
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
      <span className="kind dim">
        {isFirstOfKind
          ? t(kind === 'agent' ? 'transfer.agents' : kind === 'queue' ? 'transfer.queues' : 'transfer.number')
          : ''}
      </span>
      <span className="name clip">{kind === 'number' ? t('transfer.dial', { number: choice.name }) : choice.name}</span>
      <span className={`note ${choice.tone}`}>
        {choice.state === null ? null : t(`agent.${choice.state}`)}
        {choice.waiting === null ? null : t('transfer.waiting', { count: choice.waiting })}
      </span>
    </li>
  );
};
