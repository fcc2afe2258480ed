/** A recording of a real switch, beside what its twin told when the same was asked of it. */
export interface Agreement {
  readonly recording: string;
  /** How much there is to agree about. */
  readonly extent: string;
  readonly differences: readonly string[];
}

/** Where two lists first differ, in words; nothing where they do not. What the other has beyond the end of one is no difference where that is open. */
export function firstDifference(
  what: string,
  one: readonly string[],
  other: readonly string[],
  isOpen: boolean,
): readonly string[] {
  const length = isOpen ? one.length : Math.max(one.length, other.length);
  for (let n = 0; n < length; n += 1) {
    if (one[n] === other[n]) continue;
    return [`${what} ${n + 1}: ${one[n]?.trim() ?? 'nothing'} / ${other[n]?.trim() ?? 'nothing'}`];
  }
  return [];
}

/** The table recording × agreement. `argue` says why a difference is no fault of the twin. */
export function tableOf(
  agreements: readonly Agreement[],
  argue: (recording: string, difference: string) => string | undefined,
): string {
  const lines = agreements.flatMap(({ recording, extent, differences }) => {
    const head = `${recording.replace(/\.\w+$/, '').padEnd(44)} ${extent.padEnd(48)}`;
    const reasons = differences.map((difference) => argue(recording, difference) ?? `UNEXPLAINED: ${difference}`);
    const counted = [...new Set(reasons)].map((reason) => {
      const times = reasons.filter((other) => other === reason).length;
      return `${' '.repeat(6)}${times} ×  ${reason}`;
    });
    return [`${head} ${differences.length === 0 ? 'the same' : `${differences.length} differences`}`, ...counted];
  });
  const same = agreements.filter(({ differences }) => differences.length === 0).length;
  return [...lines, `${same} of ${agreements.length} recordings: the same`, ''].join('\n');
}
