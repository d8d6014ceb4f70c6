import { expect, it } from 'vitest';
import { commandsIn } from '../src/markdown/commands.ts';

it.each([
  ['$ git status', 'git status'],
  ['$ . .venv/bin/activate\n(.venv) $ pip list', '. .venv/bin/activate\npip list'],
  ['$ cat a.txt\nhello\n$ wc -l a.txt\n1 a.txt', 'cat a.txt\nwc -l a.txt'],
  ['$ docker run \\\n    --rm alpine\nhello', 'docker run \\\n    --rm alpine'],
  ['>>> 1 + 1\n2', '>>> 1 + 1\n2'],
])('of %j what is typed is copied', (text, typed) => {
  expect(commandsIn(text)).toBe(typed);
});
