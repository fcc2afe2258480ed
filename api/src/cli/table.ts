/** Rows set in columns two spaces apart: the first column to the left, the others to the right. The first row is the head; the rule below it is no longer than `pageWidth`. Characters of one column each. */
export function table(rows: readonly (readonly string[])[], pageWidth: number): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  const [head, ...body] = lines;
  const rule = '─'.repeat(
    Math.min(
      pageWidth,
      widths.reduce((sum, width) => sum + width + 2, -2),
    ),
  );
  return [head, rule, ...body].join('\n');
}
