import { checkAsterisk, type AsteriskOptions } from '@legwork/asterisk';
import { checkFreeswitch, type FreeswitchOptions } from '@legwork/freeswitch';
import { checkStringee, type StringeeOptions } from '@legwork/stringee';
import { exits } from './exits.ts';
import { settingsIn } from './settings-in.ts';
import { textOf, UsageError } from './usage.ts';

/** Tells a newcomer what their FreeSWITCH lacks. */
export async function checkFreeswitchAt({ config }: { readonly config: string }): Promise<void> {
  tell(await checkFreeswitch(optionsIn(config, 'freeswitch') as FreeswitchOptions));
}

/** The same of their Asterisk. */
export async function checkAsteriskAt({ config }: { readonly config: string }): Promise<void> {
  tell(await checkAsterisk(optionsIn(config, 'asterisk') as AsteriskOptions));
}

/** The same of their Stringee project. */
export async function checkStringeeAt({ config }: { readonly config: string }): Promise<void> {
  tell(await checkStringee(optionsIn(config, 'stringee') as StringeeOptions));
}

interface Finding {
  readonly what: string;
  readonly isFine: boolean;
  readonly advice: string;
}

function tell(findings: readonly Finding[]): void {
  for (const { what, isFine, advice } of findings) {
    process.stdout.write(`${isFine ? 'fine ' : 'WRONG'} ${what}${isFine ? '' : `: ${advice}`}\n`);
  }
  if (findings.some(({ isFine }) => !isFine)) process.exitCode = exits.violated;
}

/** Those of the service's settings, or the options alone as JSON. What is wrong with the options themselves is a finding. */
const optionsIn = (file: string, kind: 'asterisk' | 'freeswitch' | 'stringee'): { readonly id: string } => {
  const text = textOf(file, 'configuration');
  if (/^\s*\{/.test(text)) return { id: 'switch', ...objectIn(file, text) };
  const { id, options, ...named } = settingsIn(file).settings.switch;
  if (named.kind !== kind) throw new UsageError(`${file}: switch.kind is ${named.kind}, not ${kind}`);
  return { ...options, id };
};

const objectIn = (file: string, text: string): object => {
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    const [why = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw new UsageError(`the configuration ${file} is no JSON object: ${why}`, { cause: error });
  }
};
