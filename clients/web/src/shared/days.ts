// Days are texts such as 2026-01-31, without a time zone: the days of whoever reads them.

const msPerDay = 86_400_000;

/** The day of a moment where this browser is. */
export function dayOf(moment: Date): string {
  return [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map((part) => `${part}`.padStart(2, '0')).join('-');
}

export const plusDays = (day: string, days: number): string => new Date(Date.parse(day) + days * msPerDay).toISOString().slice(0, 10);

export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / msPerDay);

/** The first Monday after a day. */
export function nextMonday(day: string): string {
  const weekday = new Date(Date.parse(day)).getUTCDay();
  return plusDays(day, weekday === 0 ? 1 : 8 - weekday);
}

export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
