/** Gives the reader a file to keep. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has it when the click is over.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** A title as a file's name, without what file systems do not take. */
export const fileName = (title: string, ending: string): string =>
  `${title.replace(/[^\p{L}\p{N}\p{M}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 80) || 'roadmap'}.${ending}`;
