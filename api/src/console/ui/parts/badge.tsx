import type { AgentState, CallState, HoldState } from '@legwork/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  ArrivingIcon,
  ClosedIcon,
  DiallingIcon,
  HeldIcon,
  type LucideIcon,
  MenuIcon,
  OfferingIcon,
  ParkedIcon,
  QueuedIcon,
  StopIcon,
  TalkingIcon,
} from './icons.tsx';

/** Colour never stands alone: each tone comes with a glyph and a word. */
export type Tone = 'good' | 'wait' | 'warn' | 'bad' | 'calm' | 'me';

/** What the state column says: a call that is held talks, but that is not what matters of it. */
export type ShownState = CallState | 'held';
export const shownState = (call: { readonly state: CallState; readonly hold: HoldState }): ShownState =>
  call.state === 'talking' && call.hold === 'held' ? 'held' : call.state;

export interface Look {
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

const looks: Readonly<Record<ShownState, Look>> = {
  arriving: { tone: 'calm', icon: ArrivingIcon },
  dialling: { tone: 'calm', icon: DiallingIcon },
  flow: { tone: 'calm', icon: MenuIcon },
  queued: { tone: 'wait', icon: QueuedIcon },
  offering: { tone: 'wait', icon: OfferingIcon },
  connecting: { tone: 'wait', icon: OfferingIcon },
  talking: { tone: 'good', icon: TalkingIcon },
  held: { tone: 'warn', icon: HeldIcon },
  parked: { tone: 'warn', icon: ParkedIcon },
  closing: { tone: 'calm', icon: StopIcon },
  closed: { tone: 'calm', icon: ClosedIcon },
};

export const StateBadge = ({
  state,
  boxed = false,
}: {
  readonly state: ShownState;
  readonly boxed?: boolean;
}): ReactNode => {
  const { t } = useTranslation();
  return (
    <Badge look={looks[state]} boxed={boxed}>
      {t(`state.${state}`)}
    </Badge>
  );
};

export const Badge = ({
  look: { tone, icon: Icon },
  boxed = false,
  children,
}: {
  readonly look: Look;
  readonly boxed?: boolean;
  readonly children: ReactNode;
}): ReactNode => (
  <span className={`badge tone-${tone}${boxed ? ' boxed' : ''}`}>
    <Icon size={14} aria-hidden />
    {children}
  </span>
);

export const agentTones: Readonly<Record<AgentState, Tone>> = {
  offline: 'calm',
  available: 'good',
  reserved: 'wait',
  talking: 'me',
  wrapUp: 'warn',
  away: 'calm',
};
