import { isUnsafe, safe, wordsOf, type Safe, type Unsafe } from './safe.ts';

/** A command of one line that holds nothing from outside but safe text. */
export type Command = string & { readonly command: unique symbol };

type Part = Safe | Unsafe | number;

/**
 * Makes a command of literal text and safe parts: `` command`uuid_kill ${safe('uuid', id)}` ``. What is unsafe makes it unsafe.
 */
export const command = (literal: TemplateStringsArray, ...parts: readonly Part[]): Command | Unsafe => {
  let text = literal[0] ?? '';
  for (const [n, part] of parts.entries()) {
    if (typeof part === 'object') return part;
    text += `${part}${literal[n + 1] ?? ''}`;
  }
  return text as Command;
};

export interface Origination {
  readonly uuid: string;
  /** Where to, with `{to}` in place of the endpoint: `sofia/gateway/trunk/{to}`. Comes from the configuration, not from outside. */
  readonly dialString: string;
  readonly to: string;
  /** The number to show, without what may not stand in a command; not told where nothing is left of it. */
  readonly as: string;
  readonly ringSeconds: number;
  /** Further variables of the leg, names and values from the code or the configuration. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Rings somebody and parks them once they answer. */
export const originate = ({ uuid, dialString, to, as, ringSeconds, variables }: Origination): Command | Unsafe => {
  const id = safe('uuid', uuid);
  const endpoint = safe('endpoint', to.replace(/^sips?:/, ''));
  // Whoever calls chooses it: nobody is left unrung for what stands in it.
  const shown = wordsOf(as.replace(/^sips?:/, ''));
  if (isUnsafe(id)) return id;
  if (isUnsafe(endpoint)) return endpoint;
  const all = {
    origination_uuid: id,
    originate_timeout: String(ringSeconds),
    ignore_early_media: 'true',
    ...(shown === '' ? {} : { origination_caller_id_number: `'${shown}'`, origination_caller_id_name: `'${shown}'` }),
    ...variables,
  };
  const list = Object.entries(all)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
  return `originate {${list}}${dialString.replaceAll('{to}', endpoint)} &park()` as Command;
};
