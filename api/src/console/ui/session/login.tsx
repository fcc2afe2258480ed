import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../frame/header.tsx';
import { language } from '../state/settings.ts';
import { signIn } from './session.ts';

export const LoginScreen = (): ReactNode => {
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  const [state, setState] = useState<'ready' | 'working' | 'wrong'>('ready');
  const submit = async (): Promise<void> => {
    if (key.trim() === '') return;
    setState('working');
    if (!(await signIn(key.trim()))) setState('wrong');
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
        <p className="dim">{t('login.hint')}</p>
        <label className="labelled">
          <span>{t('login.key')}</span>
          <input
            className="field"
            type="password"
            autoComplete="off"
            autoFocus
            value={key}
            aria-invalid={state === 'wrong'}
            aria-describedby="login-said"
            onChange={(event) => {
              setKey(event.target.value);
              setState('ready');
            }}
          />
        </label>
        <p id="login-said" role="alert" className="refusal">
          {state === 'wrong' ? t('login.wrong') : ''}
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
