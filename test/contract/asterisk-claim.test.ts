import { expect, onTestFinished, test } from 'vitest';
import { openAsteriskTwinRig } from '../support/asterisk/twin-rig.ts';
import { openDesk } from '../support/switch-contract/desk.ts';

test('where the dialplan does not lead to Legwork, a call of others is not claimed, and goes on', async () => {
  const rig = await openAsteriskTwinRig({ leadsIn: false });
  onTestFinished(() => rig.close());
  const desk = openDesk(rig);
  rig.foreignCall?.();
  const legs = () => desk.events.flatMap((event) => (event.type === 'call.found' ? event.legs : []));
  await desk.until('the call to be found', () => legs().length > 0);

  expect(await desk.did({ do: 'claim', legs: legs().map(({ native }) => native) })).toBe('failed');
  await desk.hears({ customer: 'agent', agent: 'customer' });
});
