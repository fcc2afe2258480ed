import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AllDialogs } from '../actions/all-dialogs.tsx';
import { SeatBar } from '../actions/seat-bar.tsx';
import { CallScreen } from '../call/screen.tsx';
import { AuditScreen } from '../history/audit-screen.tsx';
import { HistoryScreen } from '../history/history-screen.tsx';
import { LiveScreen } from '../live/screen.tsx';
import { LoginScreen } from '../session/login.tsx';
import type { Me } from '../service/client.ts';
import { link } from '../service/live.ts';
import { mayI, me } from '../session/me.ts';
import { useStore } from '../state/store.ts';
import { SimulationsScreen } from '../simulations/screen.tsx';
import { WallScreen } from '../wall/screen.tsx';
import { Announcer } from './announcer.tsx';
import { Guard } from './guard.tsx';
import { Header } from './header.tsx';
import { Notices } from './notices.tsx';
import { screenAt, usePath, type Screen } from './location.ts';
import { StatusBar } from './status-bar.tsx';
import { tabs } from './tabs.ts';
import { assertNever } from '../state/never.ts';

export const App = (): ReactNode => {
  const who = useStore(me);
  if (who === 'asking') return null;
  return who === null ? <LoginScreen /> : <Console me={who} />;
};

const Console = ({ me }: { readonly me: Me }): ReactNode => {
  const { t } = useTranslation();
  const path = usePath();
  const screen = screenAt(path);
  const title =
    screen.name === 'call'
      ? t('call.title', { id: screen.call })
      : t(`nav.${screen.name === 'nowhere' ? 'live' : screen.name}`);
  useEffect(() => {
    document.title = `${title} · ${t('product')}`;
  }, [title, t]);
  // What had the focus may be gone with its screen: whoever uses keys goes on in the new one.
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path && document.activeElement === document.body) document.getElementById('main')?.focus();
    before.current = path;
  }, [path]);
  return (
    <div className="frame" data-link={useStore(link).state}>
      <Header me={me} />
      <Notices />
      <SeatBar />
      <main id="main" tabIndex={-1}>
        <Guard key={path}>
          <Shown screen={screen} />
        </Guard>
      </main>
      <StatusBar />
      <Announcer />
      <AllDialogs />
    </div>
  );
};

const Shown = ({ screen }: { readonly screen: Screen }): ReactNode => {
  const { t } = useTranslation();
  const needs = tabs.find(({ name }) => name === screen.name)?.needs;
  if (needs !== undefined && !mayI(needs)) return <p className="empty">{t('refusal.forbidden')}</p>;
  switch (screen.name) {
    case 'live':
      return <LiveScreen />;
    case 'call':
      return <CallScreen id={screen.call} />;
    case 'wall':
      return <WallScreen />;
    case 'history':
      return <HistoryScreen />;
    case 'audit':
      return <AuditScreen />;
    case 'simulations':
      return <SimulationsScreen />;
    case 'nowhere':
      return <p className="empty">{t('error.notFound')}</p>;
    default:
      return assertNever(screen);
  }
};
