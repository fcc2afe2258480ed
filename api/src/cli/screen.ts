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

/** One less than there is room for; a terminal that does not know its size says 0. */
const within = (size: number): number => (size > 0 ? size - 1 : Infinity);

export function createScreen(out: Pick<WriteStream, 'write' | 'columns' | 'rows'>): Screen {
  let drawn = 0;
  const restoreCursor = (): void => void out.write(showCursor);

  return {
    draw(lines) {
      if (drawn === 0) process.once('exit', restoreCursor);
      // A line that is wrapped, or scrolled out at the top, would put the next picture in the wrong place.
      const fitting = lines
        .slice(0, within(out.rows))
        .map((line) => `${line.slice(0, within(out.columns))}${eraseToEnd}\n`);
      // One write for a picture, so that none is ever seen half drawn.
      out.write(`${beginPicture}${drawn === 0 ? hideCursor : up(drawn)}\r${fitting.join('')}${endPicture}`);
      drawn = fitting.length;
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
