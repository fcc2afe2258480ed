import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReason } from '../actions/reason.ts';
import { Dialog } from '../parts/dialog.tsx';
import { ProblemError, type Problem } from '../service/request.ts';
import { useStart } from './queries.ts';

const mostRuns = 200;

/** What is to be run. What is wrong with it is said before anything is. */
export const StartDialog = ({
  onClose,
  onStarted,
}: {
  readonly onClose: () => void;
  readonly onStarted: (id: string) => void;
}): ReactNode => {
  const { t } = useTranslation();
  const start = useStart();
  const [source, setSource] = useState<'bank' | 'own'>('bank');
  const [scenario, setScenario] = useState('');
  const [title, setTitle] = useState('');
  const [seed, setSeed] = useState('1');
  const [runs, setRuns] = useState('10');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isWorking, setWorking] = useState(false);
  const submit = async (): Promise<void> => {
    if (isWorking) return;
    setWorking(true);
    setProblem(null);
    try {
      const own = source === 'own' ? scenario : null;
      onStarted(await start({ title: title.trim(), scenario: own, seed: Number(seed), runs: Number(runs) }));
      onClose();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setProblem(error.problem);
    } finally {
      setWorking(false);
    }
  };
  return (
    <Dialog
      title={t('simulations.start')}
      onClose={onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" className="button primary" aria-disabled={isWorking}>
            {t('simulations.start')}
          </button>
        </>
      }
    >
      <fieldset className="choice-of-two">
        <legend>{t('simulations.scenario')}</legend>
        {(['bank', 'own'] as const).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="source"
              checked={source === one}
              data-first={one === source ? true : undefined}
              onChange={() => setSource(one)}
            />
            {t(`simulations.source.${one}`)}
          </label>
        ))}
      </fieldset>
      {source === 'bank' ? null : (
        <label className="labelled">
          <span>{t('simulations.scenarioHint')}</span>
          <textarea
            className="field code"
            rows={9}
            required
            spellCheck={false}
            maxLength={60_000}
            value={scenario}
            onChange={(event) => setScenario(event.target.value)}
          />
        </label>
      )}
      <label className="labelled">
        <span>{t('simulations.name')}</span>
        <input
          className="field"
          value={title}
          maxLength={200}
          placeholder={t('action.reasonOptional')}
          onChange={(event) => setTitle(event.target.value)}
        />
      </label>
      <div className="two-fields">
        <NumberField label={t('simulations.replications')} min={1} max={mostRuns} value={runs} onChange={setRuns} />
        <NumberField label={t('simulations.seed')} min={0} value={seed} onChange={setSeed} />
      </div>
      {problem === null ? null : <Wrong problem={problem} />}
    </Dialog>
  );
};

interface NumberFieldProps {
  readonly label: string;
  readonly min: number;
  readonly max?: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const NumberField = ({ label, onChange, ...rest }: NumberFieldProps): ReactNode => (
  <label className="labelled">
    <span>{label}</span>
    <input className="field" type="number" required {...rest} onChange={(event) => onChange(event.target.value)} />
  </label>
);

const Wrong = ({ problem }: { readonly problem: Problem }): ReactNode => {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const { errors, detail, reason, title } = problem;
  return (
    <div role="alert" className="refusal wrong">
      <p>{errors.length > 0 ? t('simulations.invalid') : (detail ?? reasonOf(reason ?? title))}</p>
      <ul>
        {errors.map((error) => (
          <li key={error}>{error}</li>
        ))}
      </ul>
    </div>
  );
};
