const keptForMs = 40_000;

/** Gives the reader a file to keep. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers take it only a while after the click.
  setTimeout(() => URL.revokeObjectURL(url), keptForMs);
}

/** A title as a file's name, without what file systems do not take. */
export const fileName = (title: string, ending: string): string =>
  `${title.replace(/[^\p{L}\p{N}\p{M}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 80) || 'roadmap'}.${ending}`;
