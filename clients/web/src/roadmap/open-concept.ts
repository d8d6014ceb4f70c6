const prefix = 'concept-';

/** The id of a concept's element, which is its place in the address too. */
export const anchorOf = (conceptId: string): string => `${prefix}${conceptId}`;

/** The concept that an address names, by what stands behind its `#`. */
export function conceptIn(hash: string): string | undefined {
  if (!hash.startsWith(`#${prefix}`)) return undefined;
  try {
    return decodeURIComponent(hash.slice(prefix.length + 1));
  } catch {
    return undefined;
  }
}

/** Unfolds a concept as its reader would, and leads there; false when the page shows none of this id. */
export function openConcept(conceptId: string): boolean {
  const details = document.getElementById(anchorOf(conceptId));
  if (!(details instanceof HTMLDetailsElement)) return false;
  const summary = details.querySelector('summary');
  if (!details.open) summary?.click();
  details.scrollIntoView({ block: 'start' });
  summary?.focus({ preventScroll: true });
  return true;
}
