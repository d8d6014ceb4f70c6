import { useEffect, useState } from 'react';

/** What a person is typing, kept over a reload of the tab. What is forgotten is so at once, also when the component has gone meanwhile. */
export function useDraft<T>(key: string, empty: T): [T, (value: T) => void, () => void] {
  const [value, setValue] = useState<T>(() => read(key) ?? empty);
  useEffect(() => write(key, value === empty ? undefined : value), [key, value, empty]);
  const forget = () => {
    write(key, undefined);
    setValue(empty);
  };
  return [value, setValue, forget];
}

function read<T>(key: string): T | undefined {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

/** A browser that keeps nothing (private windows, full storage) costs the draft, not the page. */
function write(key: string, value: unknown): void {
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}
