import { openFreeswitchRig } from '../support/freeswitch/rig.ts';
import { behindTheAdapter } from '../support/freeswitch/shape.ts';
import { describeScenarios } from '../support/switch-scenarios/index.ts';
import { systemTime } from '../support/system-time.ts';

describeScenarios({
  name: 'the FreeSWITCH twin',
  open: () => openFreeswitchRig(),
  time: systemTime,
  like: behindTheAdapter,
});
