import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StopIcon, TakeoverIcon, TransferIcon } from '../parts/icons.tsx';
import { usePossible } from './possible.ts';
import type { ActionName, Call } from '../service/client.ts';
import { act, whyNot } from './act.ts';
import { modeIcons, modes } from './mode-icons.ts';
import { mySeatAt } from './my-seat.ts';
import { useReason } from './reason.ts';

const icons = { takeover: TakeoverIcon, transfer: TransferIcon, stop: StopIcon } as const;

interface CallActionsProps {
  readonly call: Call;
  /** With words beside the glyphs. */
  readonly words?: boolean;
  /** Whether Tab comes by: in a table only in the current row. */
  readonly reachable?: boolean;
}

/** The actions of a call: one switch for the three ways to be present, and takeover, transfer, stop. What would be refused is grey and says why. */
export const CallActions = memo(({ call, words = false, reachable = true }: CallActionsProps): ReactNode => {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const possible = usePossible(call);
  const seat = mySeatAt(call);
  const tabIndex = reachable ? 0 : -1;
  const size = words ? 16 : 15;

  const common = (action: ActionName, label: string): object => {
    const why = whyNot(possible, action);
    const text = why === null ? null : reasonOf(why);
    return {
      type: 'button',
      tabIndex,
      'data-action': action,
      'data-tip': text === null ? label : `${label}: ${text}`,
      ...(words ? {} : { 'aria-label': label }),
      ...(text === null ? {} : { 'aria-disabled': true, 'aria-description': text }),
      onClick: () => {
        if (why === null) act(call.id, action);
      },
    };
  };

  return (
    <div className={words ? 'call-actions with-words' : 'call-actions'}>
      <div className={words ? 'switch tall' : 'switch'} role="group" aria-label={t('action.supervision')}>
        {modes.map((mode) => {
          const Icon = modeIcons[mode];
          const isOn = seat?.mode === mode;
          const isWanted = seat !== null && seat.wanted === mode && !isOn;
          return (
            <button
              key={mode}
              {...common(mode, t(`mode.${mode}`))}
              {...(isOn
                ? { 'aria-disabled': undefined, 'aria-description': undefined, 'data-tip': t(`modeHint.${mode}`) }
                : {})}
              aria-pressed={isOn}
              data-wanted={isWanted}
            >
              <Icon size={size} aria-hidden />
              {words ? t(`mode.${mode}`) : null}
            </button>
          );
        })}
      </div>
      {(['takeover', 'transfer', 'stop'] as const).map((action) => {
        const Icon = icons[action];
        const look = words ? (action === 'stop' ? 'button danger-line' : 'button') : `tool ${action}`;
        return (
          <button key={action} className={look} {...common(action, t(`action.${action}`))}>
            <Icon size={size} aria-hidden />
            {words ? t(`action.${action}`) : null}
          </button>
        );
      })}
    </div>
  );
});
