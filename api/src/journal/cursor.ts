/** Where a page ends: the number of its last row, so that nobody outside makes one up or counts on what it means. */
export const cursorAt = (seq: number): string => Buffer.from(`after ${seq}`).toString('base64url');

/** Null where it is none of ours. */
export const seqOf = (cursor: string | undefined): number | null => {
  if (cursor === undefined) return null;
  const found = /^after (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString());
  return found === null ? null : Number(found[1]);
};
