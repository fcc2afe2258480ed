import { ExplorationReplayError, printStory, readExplorationReplay, replayExploration } from '@legwork/sim';
import { readSoakReplay, replaySoak, SoakReplayError } from '@legwork/sim/soak';
import { exits } from './exits.ts';
import { textOf, UsageError } from './usage.ts';

export interface ReplayFileOptions {
  readonly json?: true;
}

/** What became of a failure that was replayed. */
export interface ReplayedFailure {
  /** In one line. */
  readonly expected: string;
  /** Null where nothing is wrong any more. */
  readonly found: string | null;
  readonly isExpected: boolean;
  /** What happened, as it is read. */
  readonly told: string | null;
}

/** How a file of each kind is replayed. @throws UsageError with everything that is wrong with the data. */
type Replayer = (data: unknown, file: string) => ReplayedFailure;

const kinds: Readonly<Record<string, Replayer>> = {
  soak: (data, file) => {
    const replay = understood(file, SoakReplayError, () => readSoakReplay(data));
    const { violation, isExpected, soaked } = replaySoak(replay);
    return {
      expected: inOneLine(replay.expected),
      found: violation === null ? null : inOneLine(violation),
      isExpected,
      told: soaked.drawn(),
    };
  },
  exploration: (data, file) => {
    const replay = understood(file, ExplorationReplayError, () => readExplorationReplay(data));
    const { violation, isExpected, moved } = replayExploration(replay);
    const { expected, moves, bounds } = replay;
    const told = printStory(`${moved} of ${moves.length} moves`, moves.slice(0, moved), bounds.supervisors);
    return { expected, found: violation, isExpected, told };
  },
};

/** Lets a failure that was written down happen again: by `soak`, or by `explore`. */
export function replay(file: string, { json }: ReplayFileOptions): void {
  const data = dataOf(file);
  const replayer = replayerOf(data, file);
  const { expected, found, isExpected, told } = replayer(data, file);
  if (json === true) process.stdout.write(`${JSON.stringify({ file, expected, found, isExpected, told })}\n`);
  else
    process.stdout.write(
      [
        ...(told === null ? [] : [told, '']),
        `expected: ${expected}`,
        found === null
          ? 'found: nothing is wrong any more'
          : `found: ${isExpected ? 'the same' : `something else: ${found}`}`,
        '',
      ].join('\n'),
    );
  if (found !== null) process.exitCode = exits.violated;
}

function dataOf(file: string): unknown {
  const text = textOf(file, 'replay file');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

const VERSION = 1;

function replayerOf(data: unknown, file: string): Replayer {
  const head = typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
  if (head['legwork'] !== 'replay')
    throw new UsageError(`${file} is no replay file: such a file has "legwork": "replay"`);
  if (head['version'] !== VERSION)
    throw new UsageError(`${file}: the version is ${JSON.stringify(head['version'])}; allowed is ${VERSION}`);
  const kind = head['kind'];
  const replayer = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (replayer !== undefined) return replayer;
  throw new UsageError(
    `${file}: the kind is ${JSON.stringify(kind)}; allowed is one of ${Object.keys(kinds).join(', ')}`,
  );
}

/** What the data says. @throws UsageError where it is wrong: an error of that class says what is. */
function understood<T>(file: string, wrong: abstract new (...given: never[]) => Error, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof wrong) throw new UsageError(`${file} is wrong\n${error.message}`, { cause: error });
    throw error;
  }
}

const inOneLine = ({
  invariant,
  at,
  call,
  what,
}: {
  readonly invariant: number;
  readonly at: number;
  readonly call: string | null;
  readonly what: string;
}): string => `invariant ${invariant}, ${call ?? 'no call'}, at ${at} ms: ${what}`;
