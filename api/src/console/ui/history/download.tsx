import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Download, PendingIcon } from '../parts/icons.tsx';
import { v1 } from '../service/client.ts';
import { ProblemError } from '../service/request.ts';

interface DownloadButtonProps {
  readonly format: 'csv' | 'parquet';
  readonly asked: Readonly<Record<string, string>>;
}

/** Every call record that the filters find, as a file. */
export const DownloadButton = ({ format, asked }: DownloadButtonProps): ReactNode => {
  const { t } = useTranslation();
  const [state, setState] = useState<'ready' | 'working' | 'failed'>('ready');
  const save = async (): Promise<void> => {
    setState('working');
    try {
      const response = await v1['call-records'].$get({ query: { ...asked, format } });
      const url = URL.createObjectURL(await response.blob());
      const link = document.createElement('a');
      link.href = url;
      link.download = `call-records.${format}`;
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
      setState('ready');
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setState('failed');
    }
  };
  return (
    <>
      <button type="button" className="button" aria-disabled={state === 'working'} onClick={() => void save()}>
        {state === 'working' ? (
          <PendingIcon size={15} aria-hidden className="turning" />
        ) : (
          <Download size={15} aria-hidden />
        )}
        {t(`history.${format}`)}
      </button>
      <span role="status" className={state === 'failed' ? 'refusal' : 'unseen'}>
        {state === 'working'
          ? t('history.preparing', { format: t(`history.${format}`) })
          : state === 'failed'
            ? t('action.failed')
            : ''}
      </span>
    </>
  );
};
