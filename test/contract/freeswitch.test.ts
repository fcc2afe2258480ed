import { openFreeswitchRig } from '../support/freeswitch/rig.ts';
import { describeSwitchContract } from '../support/switch-contract/index.ts';

describeSwitchContract({
  name: 'FreeSWITCH, by its twin and over TCP,',
  open: openFreeswitchRig,
  lacks: ['redirect'],
  finds: true,
  several: true,
});
