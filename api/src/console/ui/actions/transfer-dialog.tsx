import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useFigures } from '../live/figures.ts';
import { Dialog } from '../parts/dialog.tsx';
import { chosenOf, Picker, usePicking, type Picked } from '../parts/picker.tsx';
import type { Call } from '../service/client.ts';
import { perform } from '../service/deeds.ts';
import { agents } from '../service/live.ts';
import { queuesQuery } from '../service/queries.ts';
import { Reason, Refusal, useAsking } from './asking.tsx';
import { destinationsFor, type Choice } from './destinations.ts';
import { closeDialog } from './dialogs.ts';

/** Sends the customer to another agent, a queue or a number: one field that finds all three. */
export const TransferDialog = ({ call }: { readonly call: Call }): ReactNode => {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const picking = usePicking('none');
  const figures = useFigures();
  const queues = useQuery(queuesQuery).data ?? [];
  const { refusal, isReady, needsReason } = useAsking(call, 'transfer', reason);
  const { text } = picking;
  const choices = destinationsFor({ text, call, agents: agents.all(), queues, waiting: figures.queues });
  const chosen = chosenOf(choices, picking);

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
            {chosen === undefined ? t('transfer.choose') : t('transfer.submit', { name: chosen.name })}
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
      <Picker
        label={t('transfer.search')}
        picking={picking}
        found={choices.map((choice) => pickedOf(choice, t))}
        none={t('transfer.none')}
      />
      <Reason reason={reason} isNeeded={needsReason} onReason={setReason} />
    </Dialog>
  );
};

const groups = { agent: 'transfer.agents', queue: 'transfer.queues', number: 'transfer.number' } as const;

const pickedOf = (choice: Choice, t: ReturnType<typeof useTranslation>['t']): Picked => {
  const { key, kind, name, state, waiting, tone } = choice;
  return {
    key,
    group: t(groups[kind]),
    name: kind === 'number' ? t('transfer.dial', { number: name }) : name,
    note: state !== null ? t(`agent.${state}`) : waiting !== null ? t('transfer.waiting', { count: waiting }) : '',
    tone,
  };
};
