/** Something about a machine that keeps it from being compiled. `state` is a path, `a.b`; empty for the root. */
export interface Obstacle {
  readonly state: string;
  readonly feature: string;
}

/** A machine cannot be compiled: says in which states, and for what. */
export class NotCompilable extends Error {
  readonly obstacles: readonly Obstacle[];
  constructor(obstacles: readonly Obstacle[]) {
    const lines = obstacles.map(({ state, feature }) => `${state === '' ? 'the root' : state}: ${feature}`);
    super(`this machine cannot be compiled\n${lines.join('\n')}`);
    this.name = 'NotCompilable';
    this.obstacles = obstacles;
  }
}
