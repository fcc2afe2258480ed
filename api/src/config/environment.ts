export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that go before the file: what differs from one place to another. */
const known: Readonly<Record<string, readonly [section: string, name: string]>> = {
  LEGWORK_HOST: ['listen', 'host'],
  LEGWORK_PORT: ['listen', 'port'],
  LEGWORK_PUBLIC_URL: ['listen', 'publicUrl'],
  LEGWORK_JOURNAL: ['journal', 'file'],
  LEGWORK_LOG_LEVEL: ['log', 'level'],
};

interface Overridden {
  readonly values: unknown;
  /** Which variable a setting comes from, by its path. */
  readonly variables: ReadonlyMap<string, string>;
}

/** The settings with what the environment says in their place. */
export const overrides = (settings: unknown, environment: Environment): Overridden => {
  const variables = new Map<string, string>();
  let values = settings;
  for (const [variable, [section, name]] of Object.entries(known)) {
    const said = environment[variable];
    if (said === undefined || !isRecord(values)) continue;
    const before: unknown = values[section];
    const value = /^\d+$/.test(said) ? Number(said) : said;
    values = { ...values, [section]: { ...(isRecord(before) ? before : {}), [name]: value } };
    variables.set(`${section}.${name}`, variable);
  }
  return { values, variables };
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
