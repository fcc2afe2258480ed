import { firstDifference, type Agreement } from '../agreement.ts';
import { accountOf } from './account.ts';
import { recordingNames } from './recordings.ts';
import { replay } from './replayed.ts';

/** Each request that is answered otherwise, and of each channel where its story first differs. */
export async function compared(recording: string): Promise<Agreement> {
  const real = accountOf(recording);
  const twin = await replay(recording);
  const answered = real.replies.flatMap((reply, n) =>
    reply === twin.replies[n] ? [] : [`${reply} / ${twin.replies[n]?.split(' ').at(-1) ?? 'nothing'}`],
  );
  const channels = new Set([...real.channels.keys(), ...twin.channels.keys()]);
  const told = [...channels].flatMap((channel) =>
    firstDifference(`${channel}, event`, real.channels.get(channel) ?? [], twin.channels.get(channel) ?? [], false),
  );
  const requests = `${real.replies.length - answered.length} of ${real.replies.length} replies`;
  const extent = `${requests}, ${channels.size - told.length} of ${channels.size} channels`;
  return { recording, extent, differences: [...answered, ...told] };
}

export const allCompared = async (): Promise<readonly Agreement[]> => {
  const agreements: Agreement[] = [];
  for (const recording of recordingNames) agreements.push(await compared(recording));
  return agreements;
};
