import { loadRouting, type Routing } from '@legwork/core';
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { core } from 'zod';
import { overrides, type Environment } from './environment.ts';
import { peopleProblems } from './people.ts';
import { revealed, type ReadSecret } from './secrets.ts';
import { settingsSchema, type Settings } from './settings.ts';

/** Something that is wrong with the settings. Never says what a secret is. */
export interface SettingsProblem {
  /** From 1; null where it is about the environment, or about nothing that is there. */
  readonly line: number | null;
  readonly column: number | null;
  /** Where, in words of the file: `agents.0.team`; or the name of a variable. */
  readonly path: string;
  readonly problem: string;
}

export type LoadedSettings =
  | {
      readonly ok: true;
      readonly settings: Settings;
      readonly routing: Routing | null;
      /** What turns out to be wrong with them later, with where it stands. */
      readonly problemAt: (path: readonly string[], problem: string) => SettingsProblem;
    }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

export interface SettingsSources {
  readonly text: string;
  readonly environment: Environment;
  /** What `{ file: path }` stands for. */
  readonly readFile: (path: string) => string;
}

type Path = readonly PropertyKey[];

/**
 * Reads the settings: one YAML document, some variables of the environment that go before it, and secrets that it only refers to, as
 * `{ env: NAME }` or `{ file: path }`. Tells everything that is wrong at once, with line and column. Never throws.
 */
export const loadSettings = ({ text, environment, readFile }: SettingsSources): LoadedSettings => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors.map(({ pos, message }) => problemAt(lines, pos[0], '', message));
  if (broken.length > 0) return { ok: false, problems: broken };

  const problems: SettingsProblem[] = [];
  const located = (path: Path, problem: string, isKey = false): SettingsProblem =>
    problemAt(lines, offsetOf(document, path, isKey), pathText(path), problem);
  const tell = (path: Path, problem: string, isKey = false): void => {
    problems.push(located(path, problem, isKey));
  };
  const plain = toPlain(document, tell);
  const read: ReadSecret = { environment, readFile, tell };
  const { values, variables } = overrides(revealed(plain ?? {}, [], read), environment);
  const parsed = settingsSchema.safeParse(values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) tellIssue(issue, variables, problems, tell);
    return { ok: false, problems };
  }
  const settings = parsed.data;
  const loaded = settings.routing === undefined ? null : loadRouting(settings.routing);
  if (loaded?.ok === false) {
    for (const { path, problem, allowed } of loaded.problems) {
      tell(['routing', ...pointerParts(path)], allowed === undefined ? problem : `${problem}; allowed is ${allowed}`);
    }
  }
  const routing = loaded?.ok === true ? loaded.routing : null;
  for (const { path, problem } of peopleProblems(settings, routing)) tell(path, problem);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings, routing, problemAt: located };
};

/** `legwork.yaml:12:5: agents.0.team: there is no team nort`. */
export const settingsProblemText = (file: string, { line, column, path, problem }: SettingsProblem): string =>
  [line === null ? file : `${file}:${line}:${column ?? 1}`, ...(path === '' ? [] : [path]), problem].join(': ');

const toPlain = (document: Document, tell: (path: Path, problem: string) => void): unknown => {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch {
    tell([], 'an alias is used too often, or refers to itself');
    return {};
  }
};

const tellIssue = (
  issue: core.$ZodIssue,
  variables: ReadonlyMap<string, string>,
  problems: SettingsProblem[],
  tell: (path: Path, problem: string, isKey?: boolean) => void,
): void => {
  const variable = variables.get(pathText(issue.path));
  if (variable !== undefined) {
    problems.push({ line: null, column: null, path: variable, problem: issue.message });
  } else if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) tell([...issue.path, key], 'there is no such setting', true);
  } else tell(issue.path, issue.message);
};

/** Where a value stands, or the key that leads to it; where it is missing, what should contain it. */
const offsetOf = (document: Document, path: Path, isKey: boolean): number => {
  const parent = path.length === 0 ? null : nodeAt(document, path.slice(0, -1));
  if (isKey && isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
    if (isScalar(pair?.key)) return pair.key.range?.[0] ?? 0;
  }
  for (let length = path.length; length > 0; length -= 1) {
    const range = rangeOf(nodeAt(document, path.slice(0, length)));
    if (range !== null) return range;
  }
  return rangeOf(document.contents) ?? 0;
};

const nodeAt = (document: Document, path: Path): unknown =>
  path.length === 0 ? document.contents : document.getIn(path, true);

const rangeOf = (node: unknown): number | null => {
  const range: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : null;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : null;
};

const problemAt = (lines: LineCounter, offset: number, path: string, problem: string): SettingsProblem => {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col), path, problem };
};

const pathText = (path: Path): string => path.map(String).join('.');

const pointerParts = (pointer: string): readonly (string | number)[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
