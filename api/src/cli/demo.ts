import { passDay, type DayOptions } from './day.ts';
import type { LiveOptions } from './live.ts';
import { UsageError } from './usage.ts';

export type DemoCommandOptions = LiveOptions & DayOptions & { readonly day?: true };

/** A contact centre that goes on in real time; or a day of one, where the options ask for it. */
export async function demo({ day, ...options }: DemoCommandOptions): Promise<void> {
  const isDay = day === true || options.fast === true || options.scenario !== undefined;
  const ofLive = (['port', 'headless', 'for'] as const).filter((name) => options[name] !== undefined);
  if (isDay) {
    if (ofLive.length > 0)
      throw new UsageError(`--${ofLive[0]} is for the live demo: leave out --day, --fast and --scenario`);
    await passDay(options);
    return;
  }
  if (options.json === true && options.headless !== true) {
    throw new UsageError('--json needs --headless, or --fast for a day: the live demo goes on until it is stopped');
  }
  const { runLive } = await import('./live.ts');
  await runLive(options);
}
