import { stringee } from '../../sim/src/switch/index.ts';
import { openStringeeRig } from '../support/stringee/twin-rig.ts';
import { blindScenarios } from '../support/switch-scenarios/blind.ts';
import { describeScenarios } from '../support/switch-scenarios/index.ts';
import { systemTime } from '../support/system-time.ts';

describeScenarios({
  name: 'the Stringee twin',
  open: () => openStringeeRig({ twin: { transferFailed: 'stays' } }),
  time: systemTime,
  // A caller whom nobody comes for is kept, since the adapter asks for it.
  like: { ...stringee, habits: { ...stringee.habits, redirectFailed: 'stays' } },
  scenarios: blindScenarios,
  several: true,
});
