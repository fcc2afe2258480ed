import { localeOf } from './number.ts';

/** `0:07`, `4:31`, `1:02:45`: a duration as a clock that runs. */
export const clockOf = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};

const units = { en: ['s', 'min', 'h'], vi: ['giây', 'phút', 'giờ'] } as const;

/** `3 s`, `4 min`, `2 h`, in Vietnamese `3 giây`: how long ago, as briefly as it can be said. */
export const agoOf = (lang: string, ms: number): string => {
  const [s, min, h] = units[lang === 'vi' ? 'vi' : 'en'];
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 100) return `${seconds} ${s}`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} ${min}` : `${Math.round(minutes / 60)} ${h}`;
};

const formats = new Map<string, Intl.DateTimeFormat>();
const formatOf = (lang: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${lang} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(localeOf(lang), options);
  formats.set(key, format);
  return format;
};

/** The time of day, to the second. */
export const timeOfDay = (lang: string, at: number): string =>
  formatOf(lang, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }).format(at);

/** Day and time. */
export const dayAndTime = (lang: string, at: number): string =>
  formatOf(lang, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  }).format(at);
