/** The named characters of Markdown. Its reader's own list for browsers needs `innerHTML`, which this page's policy forbids. */
export const NAMED_CODES_TO_UNICODE: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

export const decodeEntity = (name: string): string | undefined => NAMED_CODES_TO_UNICODE[name];
