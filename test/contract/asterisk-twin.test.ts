import { openAsteriskTwinRig } from '../support/asterisk/twin-rig.ts';
import { describeSwitchContract } from '../support/switch-contract/index.ts';

describeSwitchContract({
  name: 'the Asterisk adapter on the twin',
  open: () => openAsteriskTwinRig(),
  lacks: ['redirect'],
  finds: true,
  several: true,
});
