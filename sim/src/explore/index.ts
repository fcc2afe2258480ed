export {
  boundsOf,
  explore,
  exploring,
  type Exploration,
  type ExploreOptions,
  type Found,
  type Progress,
} from './explore.ts';
export { normalForm, textOf, writtenOut, type NormalForm } from './normal-form.ts';
export { commandNames, type Bounds, type CommandName, type Move } from './moves.ts';
export {
  ExplorationReplayError,
  readExplorationReplay,
  replayExploration,
  replayOf,
  type ExplorationReplay,
  type ReplayedExploration,
} from './replay.ts';
export { printStory, tellStory, type ToldStory } from './story.ts';
export { fairness } from './ways.ts';
