import type { TaskEvent } from 'roadmap-task-progress';
import { describe } from '../task/journal.ts';
import type { Words } from '../words/words.ts';

/** What events say, in the language that they were searched in last: a log of thousands is searched with every letter. */
const said = new WeakMap<TaskEvent, { readonly words: Words; readonly text: string }>();

export function textOf(event: TaskEvent, words: Words): string {
  const known = said.get(event);
  if (known?.words === words) return known.text;
  const { text } = describe(event, words);
  said.set(event, { words, text });
  return text;
}

/** Whether an event has what is looked for, in small letters: in its line, its type, its step, or as its number. */
export function matches(event: TaskEvent, wanted: string, words: Words): boolean {
  return (
    wanted === '' ||
    textOf(event, words).toLowerCase().includes(wanted) ||
    event.type.includes(wanted) ||
    (event.type === 'progress' && event.step.includes(wanted)) ||
    `${event.seq}` === wanted
  );
}
