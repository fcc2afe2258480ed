import { checkAsterisk, type AsteriskOptions } from '@legwork/asterisk';
import { checkFreeswitch, type FreeswitchOptions } from '@legwork/freeswitch';
import { checkStringee, type StringeeOptions } from '@legwork/stringee';
import { exits } from './exits.ts';
import { textOf, UsageError } from './usage.ts';

/** Tells a newcomer what their FreeSWITCH lacks. */
export async function checkFreeswitchAt({ config }: { readonly config: string }): Promise<void> {
  tell(await checkFreeswitch(optionsIn(config) as FreeswitchOptions));
}

/** The same of their Asterisk. */
export async function checkAsteriskAt({ config }: { readonly config: string }): Promise<void> {
  tell(await checkAsterisk(optionsIn(config) as AsteriskOptions));
}

/** The same of their Stringee project. */
export async function checkStringeeAt({ config }: { readonly config: string }): Promise<void> {
  tell(await checkStringee(optionsIn(config) as StringeeOptions));
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

/** What is wrong with the options themselves is a finding. */
const optionsIn = (file: string): { readonly id: string } => {
  const text = textOf(file, 'configuration');
  try {
    const given: unknown = JSON.parse(text);
    if (typeof given === 'object' && given !== null) return { id: 'switch', ...given };
  } catch {
    // Told below.
  }
  throw new UsageError(`the configuration ${file} is no JSON object`);
};
