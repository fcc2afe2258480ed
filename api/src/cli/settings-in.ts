import { readFileSync } from 'node:fs';
import { loadSettings, settingsProblemText, type LoadedSettings } from '../config/settings-file.ts';
import { textOf, UsageError } from './usage.ts';

/** The settings of the service in a file. @throws UsageError that says everything that is wrong with them, and where. */
export const settingsIn = (file: string): Extract<LoadedSettings, { readonly ok: true }> => {
  const loaded = loadSettings({
    text: textOf(file, 'configuration'),
    environment: process.env,
    readFile: (path) => readFileSync(path, 'utf8'),
  });
  if (loaded.ok) return loaded;
  throw new UsageError(loaded.problems.map((problem) => settingsProblemText(file, problem)).join('\n'));
};
