import type { WriteStream } from 'node:tty';

/** A few lines of a terminal that are drawn over again and again. */
export interface Screen {
  draw(lines: readonly string[]): void;
  /** Leaves the last picture where it is, and the cursor below it. */
  end(): void;
}

// ECMA-48: CUU moves up, EL erases to the end of the line; DEC modes 25 (the cursor) and 2026 (show a picture only when it is whole).
const ESC = '\u001b[';
const up = (lines: number): string => (lines > 0 ? `${ESC}${lines}A` : '');
const eraseToEnd = `${ESC}K`;
const [hideCursor, showCursor] = [`${ESC}?25l`, `${ESC}?25h`];
const [beginPicture, endPicture] = [`${ESC}?2026h`, `${ESC}?2026l`];

export function createScreen(out: Pick<WriteStream, 'write' | 'columns'>): Screen {
  let drawn = 0;
  const restoreCursor = (): void => void out.write(showCursor);

  return {
    draw(lines) {
      if (drawn === 0) process.once('exit', restoreCursor);
      // A line that is wrapped would put the next picture in the wrong place.
      const fitting = lines.map((line) => `${line.slice(0, out.columns - 1)}${eraseToEnd}\n`);
      // One write for a picture, so that none is ever seen half drawn.
      out.write(`${beginPicture}${drawn === 0 ? hideCursor : up(drawn)}\r${fitting.join('')}${endPicture}`);
      drawn = lines.length;
    },
    end() {
      if (drawn === 0) return;
      process.off('exit', restoreCursor);
      restoreCursor();
      out.write('\n');
      drawn = 0;
    },
  };
}
