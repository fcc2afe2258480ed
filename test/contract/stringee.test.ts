import { openStringeeRig } from '../support/stringee/twin-rig.ts';
import { describeSwitchContract } from '../support/switch-contract/index.ts';

describeSwitchContract({
  name: 'the Stringee adapter on the twin',
  open: () => openStringeeRig(),
  lacks: ['join', 'treat', 'mute', 'digits', 'record', 'claim', 'dialFirst', 'list'],
  finds: false,
  // A cloud does not start anew, and has no other epoch.
  restarts: false,
  several: true,
});
