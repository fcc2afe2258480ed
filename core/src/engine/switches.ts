import { bitOf } from '../call/index.ts';
import type { Capabilities } from '../ports/index.ts';
import { capabilities, type SwitchId } from '../vocabulary/index.ts';
import type { EngineConfig } from './config.ts';

/** What a switch can do. A switch that the configuration does not name is a bug of whoever sent its event through. */
export const capabilitiesOf = ({ config }: { readonly config: EngineConfig }, id: SwitchId): Capabilities => {
  const found = config.switches.find((one) => one.id === id);
  if (found === undefined) throw new Error(`bug: no such switch: ${id}`);
  return found.capabilities;
};

/** What a switch cannot do, as the bits of a call's record. */
export const lackingBits = ({ effects, traits }: Capabilities): number => {
  let bits = traits.dialFirst ? 0 : bitOf('dialFirst');
  for (const capability of capabilities) {
    if (capability !== 'dialFirst' && effects[capability] === 'unsupported') bits |= bitOf(capability);
  }
  return bits;
};
