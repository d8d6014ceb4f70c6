import { useMemo, useState } from 'react';
import type { Form } from '../kept/forms.ts';
import { keptInTab } from '../kept/kept.ts';

/** What a person is typing, kept over a reload of the tab. What is forgotten is so at once, also when the component has gone meanwhile. */
export function useDraft<T>(key: string, form: Form<T>, empty: T): [T, (value: T) => void, () => void] {
  const kept = useMemo(() => keptInTab(key, form), [key, form]);
  const [value, setValue] = useState(() => kept.read() ?? empty);
  const change = (next: T) => {
    kept.keep(next === empty ? undefined : next);
    setValue(next);
  };
  return [value, change, () => change(empty)];
}
