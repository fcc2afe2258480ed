/** Text without its marks, for finding: "nguyen" finds Nguyễn, "duc" finds Đức. */
export const plain = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase();
