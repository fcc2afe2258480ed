import { asterisk } from '../../sim/src/switch/index.ts';
import { openAsteriskTwinRig } from '../support/asterisk/twin-rig.ts';
import { describeScenarios } from '../support/switch-scenarios/index.ts';
import { systemTime } from '../support/system-time.ts';

describeScenarios({
  name: 'the Asterisk twin',
  open: () => openAsteriskTwinRig(),
  time: systemTime,
  like: asterisk,
});
