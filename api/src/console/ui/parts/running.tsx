import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRunningText } from '../state/clock.ts';
import { agoOf, clockOf } from '../words/time.ts';

interface StopwatchProps {
  /** Counted so far. */
  readonly ms: number;
  /** Since when it runs; null where it stands. */
  readonly since: number | null;
}

/** A duration that runs while it runs. */
export const Stopwatch = ({ ms, since }: StopwatchProps): ReactNode => {
  const text = useRunningText(
    useCallback((now: number) => clockOf(since === null ? ms : ms + Math.max(0, now - since)), [ms, since]),
  );
  return <span ref={text} className="number" />;
};

/** How long ago something was. */
export const Ago = ({ at }: { readonly at: number }): ReactNode => {
  const { language } = useTranslation().i18n;
  const text = useRunningText(useCallback((now: number) => agoOf(language, now - at), [language, at]));
  return <span ref={text} className="number" />;
};
