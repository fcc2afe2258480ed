import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { closeDialog } from '../actions/dialogs.ts';
import { textOf } from '../live/filter.ts';
import { agentTones, shownState } from '../parts/badge.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { chosenOf, Picker, usePicking, type Picked } from '../parts/picker.tsx';
import { agents, calls } from '../service/live.ts';
import { mayI } from '../session/me.ts';
import { plain } from '../words/plain.ts';
import { go, type Screen } from './location.ts';
import { tabs } from './tabs.ts';

/** So many calls, and people, are listed; whoever types more finds fewer. */
const most = 20;

/** Goes to a screen, a call, or the call of an agent: by a few letters, from anywhere. */
export const GoToDialog = (): ReactNode => {
  const { t } = useTranslation();
  const picking = usePicking('first');
  const wanted = plain(picking.text.trim());
  const found = [...screens(wanted, t), ...(wanted === '' ? [] : [...people(wanted, t), ...callsFor(wanted, t)])];
  const chosen = chosenOf(found, picking);
  return (
    <Dialog
      title={t('goTo.title')}
      onClose={closeDialog}
      onSubmit={() => {
        if (chosen === undefined) return;
        closeDialog();
        go(chosen.to);
      }}
      foot={
        <>
          <button type="button" className="button" onClick={closeDialog}>
            {t('action.cancel')}
          </button>
          <button type="submit" className="button primary" aria-disabled={chosen === undefined}>
            {t('action.open')}
          </button>
        </>
      }
    >
      <Picker label={t('goTo.search')} picking={picking} found={found} none={t('goTo.none')} />
    </Dialog>
  );
};

type Place = Picked & { readonly to: Screen };
type Say = ReturnType<typeof useTranslation>['t'];

const screens = (wanted: string, t: Say): readonly Place[] =>
  tabs
    .filter(({ name, needs }) => mayI(needs) && plain(t(`nav.${name}`)).includes(wanted))
    .map(({ name }) => ({
      key: name,
      group: t('goTo.screens'),
      name: t(`nav.${name}`),
      note: '',
      tone: '',
      to: { name },
    }));

const people = (wanted: string, t: Say): readonly Place[] =>
  [...agents.all()]
    .flatMap(({ id, name, state, call }) =>
      call !== null && plain(name).includes(wanted)
        ? [
            {
              key: `agent-${id}`,
              group: t('transfer.agents'),
              name,
              note: t(`agent.${state}`),
              tone: `tone-${agentTones[state]}`,
              to: { name: 'call', call } as const,
            },
          ]
        : [],
    )
    .slice(0, most);

const callsFor = (wanted: string, t: Say): readonly Place[] => {
  const found: Place[] = [];
  for (const call of calls.all()) {
    if (found.length === most) break;
    if (!textOf(call).includes(wanted)) continue;
    const { id, customer, party } = call;
    found.push({
      key: id,
      group: t('goTo.calls'),
      name: [customer, party?.name].filter(Boolean).join(' · '),
      note: t(`state.${shownState(call)}`),
      tone: 'dim',
      to: { name: 'call', call: id },
    });
  }
  return found;
};
