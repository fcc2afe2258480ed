/** How numbers, days and times are written in a language of the page. */
export const localeOf = (lang: string): string => (lang === 'vi' ? 'vi-VN' : 'en-GB');

/** A number with its thousands, `5,001` or `5.001`, and so many digits behind the point. */
export const numberText = (lang: string, value: number, digits = 0): string =>
  value.toLocaleString(localeOf(lang), { minimumFractionDigits: digits, maximumFractionDigits: digits });
