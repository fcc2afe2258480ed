import { asterisk, blindOnly, freeswitch, stringee, unlimited } from '../../sim/src/switch/index.ts';
import type { SwitchShape } from '../../sim/src/switch/index.ts';
import { openSimulatedRig } from '../support/simulated-rig.ts';
import { describeSwitchContract, type Lack } from '../support/switch-contract/index.ts';

const shapes: readonly (readonly [string, SwitchShape, readonly Lack[]])[] = [
  ['the simulated switch', unlimited, []],
  ['a simulated Asterisk', asterisk, ['redirect']],
  ['a simulated FreeSWITCH', freeswitch, []],
  ['a simulated Stringee', stringee, ['join', 'treat', 'mute', 'digits', 'record', 'claim', 'dialFirst', 'list']],
  [
    'a simulated switch that transfers blindly at best',
    blindOnly,
    ['join', 'treat', 'play', 'monitor', 'whisper', 'barge', 'mute', 'digits', 'record', 'claim', 'dialFirst', 'list'],
  ],
];

for (const [name, shape, lacks] of shapes) {
  describeSwitchContract({
    name,
    open: () => Promise.resolve(openSimulatedRig(shape)),
    lacks,
    finds: !lacks.includes('claim'),
  });
}
