import type { Story } from './story.ts';

/** The switch reports where a leg is, of its own accord. */
export const isSeen = (s: Story, who: string, at: 'none' | 'main' | 'treated'): void => {
  s.world.feed({ type: 'leg.placed', switch: s.world.switch.id, basis: 'seen', native: s.native(who), at });
};

/** How often music or an announcement has been asked for from here on. */
export const treats = (s: Story): (() => number) => {
  let asked = 0;
  s.world.onStep((_at, _input, outputs) => {
    asked += outputs.filter(({ type }) => type === 'treat').length;
  });
  return () => asked;
};
