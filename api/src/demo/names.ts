/** Made-up people for the demo: names as they are common in Viet Nam, family name first. */
const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Phan', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương'];
const women = {
  middle: 'Thị',
  given: ['Lan', 'Mai', 'Hương', 'Linh', 'Trang', 'Hà', 'Thảo', 'Ngọc', 'Yến', 'Vy', 'Hạnh'],
};
const men = {
  middle: 'Văn',
  given: ['Minh', 'Nam', 'Hùng', 'Dũng', 'Sơn', 'Tuấn', 'Khoa', 'Long', 'Quân', 'Phúc', 'Đức'],
};

/** The n-th name, from 0; the first 286 are different. */
export const nameOf = (n: number): string => {
  const { middle, given } = n % 2 === 0 ? women : men;
  const half = Math.floor(n / 2);
  return `${at(families, half)} ${middle} ${at(given, half)}`;
};

const at = (names: readonly string[], n: number): string => names[n % names.length] ?? '';
