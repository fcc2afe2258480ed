export { explore, type Exploration, type ExploreOptions, type Found, type Progress } from './explore.ts';
export { normalForm, type NormalForm } from './normal-form.ts';
export type { Bounds, CommandName, Move } from './moves.ts';
export { printStory, tellStory, type ToldStory } from './story.ts';
