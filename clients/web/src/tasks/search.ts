import type { ListedTask } from 'roadmap-task-progress';

/** Whether a task has a text in its title, its id or its kind, in large or small letters: as the server searches. */
export function finds({ title, task_id: id, kind }: ListedTask, search: string): boolean {
  const folded = fold(search);
  return [title ?? '', id, kind].some((text) => fold(text).includes(folded));
}

/** Letter by letter: a small letter of two large ones stays what it is. */
const fold = (text: string): string =>
  [...text].map((letter) => (letter.toUpperCase().length === letter.length ? letter.toUpperCase() : letter)).join('');
