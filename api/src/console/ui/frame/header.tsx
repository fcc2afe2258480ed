import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../actions/dialogs.ts';
import { useFigures } from '../live/figures.ts';
import {
  Check,
  HelpIcon,
  LogOut,
  LostIcon,
  Moon,
  PendingIcon,
  Search,
  SimulationsIcon,
  Sun,
  SunMoon,
} from '../parts/icons.tsx';
import { isSimulated } from '../service/about.ts';
import { link } from '../service/live.ts';
import type { Me } from '../service/client.ts';
import { signOut } from '../session/session.ts';
import { language, theme, type Theme } from '../state/settings.ts';
import { useStore } from '../state/store.ts';
import { AlertCount } from '../wall/alert-count.tsx';
import { Link } from './link.tsx';
import { screenAt, usePath } from './location.ts';
import { tabs } from './tabs.ts';

export const Header = ({ me }: { readonly me: Me }): ReactNode => {
  const { t } = useTranslation();
  const screen = screenAt(usePath()).name;
  return (
    <header className="top">
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <span className="brand">
        <Mark />
        {t('product')}
      </span>
      <nav aria-label={t('nav.label')}>
        {tabs
          .filter(({ needs }) => me.permissions.includes(needs))
          .map(({ name, icon: Icon }) => (
            <Link key={name} to={{ name }} current={screen === name || (name === 'live' && screen === 'call')}>
              <Icon size={15} aria-hidden />
              {t(`nav.${name}`)}
              {name === 'wall' ? <AlertCount /> : null}
            </Link>
          ))}
      </nav>
      <span className="grow" />
      <Switches />
      <LinkState />
      <span className="controls">
        <button
          type="button"
          className="button quiet small icon"
          aria-label={t('goTo.title')}
          data-tip={`${t('goTo.title')} (Ctrl+K)`}
          onClick={() => openDialog.set({ kind: 'goTo' })}
        >
          <Search size={15} aria-hidden />
        </button>
        <button type="button" className="button quiet small" onClick={switchLanguage} data-tip={t('frame.language')}>
          {useStore(language) === 'vi' ? 'VI' : 'EN'} <span className="unseen">{t('frame.language')}</span>
        </button>
        <ThemeButton />
        <button
          type="button"
          className="button quiet small icon"
          aria-label={t('frame.keys')}
          data-tip={t('frame.keys')}
          onClick={() => openDialog.set({ kind: 'keys' })}
        >
          <HelpIcon size={16} aria-hidden />
        </button>
        <span className="who" data-tip={t(`role.${me.role}`)}>
          <span className="unseen">{t('frame.signedInAs', { name: me.name })}</span>
          <span aria-hidden className="clip">
            {me.name}
          </span>
        </span>
        <button
          type="button"
          className="button quiet small icon"
          aria-label={t('frame.signOut')}
          data-tip={t('frame.signOut')}
          onClick={() => void signOut()}
        >
          <LogOut size={15} aria-hidden />
        </button>
      </span>
    </header>
  );
};

/** So many switches are named; where there are more, what is wrong with one is said above every screen. */
const mostSwitches = 3;

/** Which switches carry the calls, and whether they are in reach. */
const Switches = (): ReactNode => {
  const { t } = useTranslation();
  const { switches, lostSwitches } = useFigures();
  if (isSimulated) {
    return (
      <span className="badge boxed tone-calm" data-tip={t('frame.simulatedTip')}>
        <SimulationsIcon size={13} aria-hidden />
        {t('frame.simulated')}
      </span>
    );
  }
  return switches.slice(0, mostSwitches).map((name) => {
    const isLost = lostSwitches.includes(name);
    const tip = t(isLost ? 'sure.lostTip' : 'frame.switchTip');
    return (
      <span key={name} className={`badge boxed ${isLost ? 'tone-warn' : 'tone-calm'}`} data-tip={tip}>
        {isLost ? <LostIcon size={13} aria-hidden /> : <Check size={13} aria-hidden />}
        <span className="clip switch-name">{name}</span>
        <span className="unseen">{tip}</span>
      </span>
    );
  });
};

const switchLanguage = (): void => language.set(language.get() === 'vi' ? 'en' : 'vi');

const LinkState = (): ReactNode => {
  const { t } = useTranslation();
  const now = useStore(link);
  if (now.state === 'live') {
    return (
      <span className="badge boxed tone-good link-state" data-tip={t('link.tip')}>
        <span className="pulse" aria-hidden />
        {t('link.live')}
      </span>
    );
  }
  if (now.state === 'connecting') {
    return (
      <span className="badge boxed tone-calm link-state">
        <PendingIcon size={13} aria-hidden />
        {t('link.connecting')}
      </span>
    );
  }
  return (
    <span className="badge boxed tone-bad link-state">
      <LostIcon size={13} aria-hidden />
      {t('link.lost')}
    </span>
  );
};

const next = { system: 'light', light: 'dark', dark: 'system' } as const satisfies Record<Theme, Theme>;
const themeIcons = { system: SunMoon, light: Sun, dark: Moon } as const;

const ThemeButton = (): ReactNode => {
  const { t } = useTranslation();
  const now = useStore(theme);
  const Icon = themeIcons[now];
  const label = t(`frame.theme.${now}`);
  return (
    <button
      type="button"
      className="button quiet small icon"
      aria-label={label}
      data-tip={label}
      onClick={() => theme.set(next[now])}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
};

/** Three legs, and what passes between them. */
export const Mark = (): ReactNode => (
  <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden className="mark">
    <rect width="32" height="32" rx="8" />
    <path d="M9 8v16M16 8v16M23 8v16" className="lanes" />
    <path d="M9 12h7M16 17h7M23 22H9" className="rungs" />
  </svg>
);
