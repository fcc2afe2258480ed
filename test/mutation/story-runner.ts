import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Support from '../support/story.ts';
import { declared, type Group, type Trial } from './collect.ts';
import type * as Fresh from './fresh-deciders.ts';
import { parts } from './parts.ts';

const collect = import.meta.resolve('./collect.ts');
const freshDeciders = import.meta.resolve('./fresh-deciders.ts');

/**
 * A test runner for Stryker that reads the stories once and tells them again for each mutant, in one process: starting Vitest takes longer than
 * telling most stories. Those that have killed lately come first, for mutants come in the order of the code; then every file has its turn.
 *
 * What is remembered from one mutant to the next must not depend on what is mutated: each has deciders of its own. A mutant of what happens while
 * modules are loaded gets a process of its own, and is active before anything is loaded.
 */
class StoryRunner {
  private readonly groups: Known[] = [];
  private kills = 0;
  private fresh: typeof Fresh | undefined;

  capabilities() {
    return { reloadEnvironment: false };
  }

  private async load(): Promise<void> {
    if (this.fresh !== undefined) return;
    // Stryker has gone into the copy of the tree.
    const at = (path: string): string => pathToFileURL(join(process.cwd(), path)).href;
    const places = new Map([
      ['@legwork/core', at('core/src/index.ts')],
      ['@legwork/core/runtime', at('core/src/runtime/index.ts')],
      ['@legwork/sim', at('sim/src/index.ts')],
    ]);
    const deciders = at('core/src/engine/deciders.ts');
    registerHooks({
      resolve: (specifier, context, next) => {
        const place = specifier === 'vitest' && context.parentURL !== collect ? collect : places.get(specifier);
        const found = place === undefined ? next(specifier, context) : { url: place, format: 'module-typescript' };
        return { ...found, url: found.url === deciders ? freshDeciders : found.url, shortCircuit: true };
      },
    });
    this.fresh = (await import(freshDeciders)) as typeof Fresh;
    const { compiled } = this.fresh;
    const support = (await import(at('test/support/story.ts'))) as typeof Support;
    const part = parts.find(({ name }) => name === process.env['MUTATED_PART']);
    for (const file of globSync([...(part?.tests ?? [])], { cwd: 'test' }).toSorted()) {
      const stories = await support.collectStories(async () => void (await import(at(`test/${file}`))));
      const told = (one: Support.Told): Group => {
        const trial: Trial = { name: one.name, run: () => void support.perform(one, compiled()) };
        return () => [trial];
      };
      const groups = [...stories.map(told), ...declared()];
      for (const [n, make] of groups.entries())
        this.groups.push({ file: `test/${file}`, id: `${file}#${n}`, turn: n, make, killedAt: 0 });
    }
    this.groups.sort((one, other) => one.turn - other.turn);
  }

  async dryRun() {
    await this.load();
    const tests: object[] = [];
    const fails = await this.run(
      this.groups,
      () => true,
      (test) => {
        tests.push({ ...test, status: 0 });
        // What one test has led to is executed by the next one, too, and not looked up.
        this.fresh?.forget();
      },
    );
    if (fails !== null) return { status: 'error', errorMessage: fails.why };
    return { status: 'complete', tests, mutantCoverage: stryker().mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRun) {
    const space = stryker();
    space.activeMutant = activeMutant.id;
    space.hitLimit = hitLimit;
    space.hitCount = hitLimit === undefined ? undefined : 0;
    try {
      await this.load();
    } catch (error) {
      return { status: 'killed', killedBy: ['loading'], failureMessage: messageOf(error), nrOfTests: 0 };
    }
    const wanted = new Set(testFilter);
    const lately = this.groups
      .filter(({ killedAt }) => killedAt > 0)
      .toSorted((one, other) => other.killedAt - one.killedAt);
    const groups = new Set([...lately.slice(0, 150), ...this.groups]);
    let ran = 0;
    const fails = await this.run(
      groups,
      (id) => ran < most && (testFilter === undefined || wanted.has(id)),
      () => (ran += 1),
    );
    space.activeMutant = undefined;
    if (hitLimit !== undefined && (space.hitCount ?? 0) > hitLimit)
      return { status: 'timeout', reason: `hit more than ${hitLimit} times` };
    if (fails === null) return { status: 'survived', nrOfTests: ran };
    return { status: 'killed', killedBy: [fails.id], failureMessage: fails.why, nrOfTests: ran + 1 };
  }

  /** Runs the tests that are wanted until one fails. */
  private async run(
    groups: Iterable<Known>,
    isWanted: (id: string) => boolean,
    passed: (test: Passed) => void,
  ): Promise<{ readonly id: string; readonly why: string } | null> {
    const space = stryker();
    this.fresh?.forget();
    for (const group of groups) {
      if (group.ids !== undefined && !group.ids.some(isWanted)) continue;
      let id = `${group.id}.0`;
      try {
        // What happens while tests are made is counted for the first of them, and noticed by any.
        space.currentTestId = id;
        const areAllWanted = isWanted(id);
        const trials = group.make();
        group.ids ??= trials.map((_, n) => `${group.id}.${n}`);
        for (const [n, { name, run }] of trials.entries()) {
          id = group.ids[n] ?? group.id;
          if (!areAllWanted && !isWanted(id)) continue;
          const start = performance.now();
          space.currentTestId = id;
          await run();
          space.currentTestId = undefined;
          passed({ id, name, fileName: group.file, timeSpentMs: performance.now() - start });
        }
      } catch (error) {
        group.killedAt = this.kills += 1;
        return { id, why: messageOf(error) };
      } finally {
        space.currentTestId = undefined;
      }
    }
    return null;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A mutant that so many tests have not noticed is taken for one that survives: what is noticed is at least what is counted. */
const most = Number(process.env['MOST_TESTS'] ?? Infinity);

interface Known {
  /** From the top of the repository. */
  readonly file: string;
  readonly id: string;
  readonly make: Group;
  /** Of its tests, once they are known. */
  ids?: readonly string[];
  /** Its place within its file. */
  readonly turn: number;
  /** When it has last killed, in kills; 0 where it never has. */
  killedAt: number;
}

interface Passed {
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  readonly timeSpentMs: number;
}

interface MutantRun {
  readonly activeMutant: { readonly id: string };
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
}

/** Where mutated code looks up which mutant is active, and notes what is executed. */
interface Space {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: unknown;
}
const stryker = (): Space => {
  const all = globalThis as { __stryker__?: Space };
  return (all.__stryker__ ??= {});
};

export const strykerPlugins = [{ kind: 'TestRunner', name: 'stories', injectableClass: StoryRunner }];
