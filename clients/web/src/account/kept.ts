/** What the tab keeps until it is closed. Private windows and full storages keep nothing: then it lasts until the page is left. */
const unkept = new Map<string, string>();

export function keep(key: string, value: string | undefined): void {
  unkept.delete(key);
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    if (value !== undefined) unkept.set(key, value);
  }
}

/** Nothing stays of what the person saw and typed; what the page needs for signing out does. */
export function forgetWhatWasSeen(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (!key.startsWith('roadmap:')) sessionStorage.removeItem(key);
  } catch {
    // Then nothing was kept.
  }
}

export function kept(key: string): string | undefined {
  try {
    return unkept.get(key) ?? sessionStorage.getItem(key) ?? undefined;
  } catch {
    return unkept.get(key);
  }
}
