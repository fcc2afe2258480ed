import { freeswitch, withCapabilities, type SwitchShape } from '../../../sim/src/switch/index.ts';

/** The simulated switch that is like a FreeSWITCH behind the adapter: it redirects nobody, and whoever is left alone is parked. */
export const behindTheAdapter: SwitchShape = {
  capabilities: withCapabilities(
    { effects: { redirect: 'unsupported', whisper: 'reply', barge: 'reply' } },
    freeswitch.capabilities,
  ),
  habits: { ...freeswitch.habits, leftAlone: 'stays' },
};
