import { goTo, start } from '../shared/route.ts';

/** Keys without a modifier, and where they lead. Whoever dictates or types with a switch can turn them off. */
const places: Record<string, () => void> = {
  n: () => goTo(start),
  t: () => goTo({ view: 'tasks' }),
};

/** What a key means, wherever the focus is; undefined for what is none of ours. */
export function actionOf(event: KeyboardEvent, singleKeys: boolean, openHelp: () => void): (() => void) | undefined {
  if (event.defaultPrevented || event.isComposing || event.altKey) return undefined;
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey || event.metaKey) {
    const form = event.key === 'Enter' ? target.closest('form') : null;
    return form === null ? undefined : () => form.requestSubmit();
  }
  if (!singleKeys || target.closest('input, textarea, select, dialog, [contenteditable]') !== null) return undefined;
  return event.key === '?' ? openHelp : places[event.key];
}
