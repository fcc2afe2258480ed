import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../frame/header.tsx';
import { useReason } from '../actions/reason.ts';
import type { Problem } from '../service/request.ts';
import { language } from '../state/settings.ts';
import { useStore } from '../state/store.ts';
import { hasExpired } from './me.ts';
import { signIn } from './session.ts';

export const LoginScreen = (): ReactNode => {
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  const [state, setState] = useState<'ready' | 'working' | Problem>('ready');
  const reasonOf = useReason();
  const isOver = useStore(hasExpired);
  const said =
    typeof state === 'string' ? '' : state.status === 401 ? t('login.wrong') : reasonOf(state.reason ?? state.title);
  const submit = async (): Promise<void> => {
    if (key.trim() === '') return;
    setState('working');
    const problem = await signIn(key.trim());
    if (problem !== null) setState(problem);
  };
  return (
    <main className="login" id="main">
      <form
        className="panel"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Mark />
        <h1>{t('login.title')}</h1>
        {isOver ? <p role="status">{t('login.expired')}</p> : null}
        <p className="dim">{t('login.hint')}</p>
        <label className="labelled">
          <span>{t('login.key')}</span>
          <input
            className="field"
            type="password"
            autoComplete="off"
            autoFocus
            value={key}
            aria-invalid={said !== ''}
            aria-describedby="login-said"
            onChange={(event) => {
              setKey(event.target.value);
              setState('ready');
            }}
          />
        </label>
        <p id="login-said" role="alert" className="refusal">
          {said}
        </p>
        <button type="submit" className="button primary">
          {state === 'working' ? t('login.working') : t('login.submit')}
        </button>
        <button
          type="button"
          className="button quiet small"
          onClick={() => language.set(language.get() === 'vi' ? 'en' : 'vi')}
        >
          {t('frame.language')}
        </button>
      </form>
    </main>
  );
};
