import { describe, expect, it } from 'vitest';
import { finds } from '../src/tasks/search.ts';
import { taskAt } from '../../task-progress/tests/some-tasks.ts';

describe('a search among the tasks that are here', () => {
  it.each([
    ['Die Straße nach Köln', 'KÖLN', true],
    ['Die Straße nach Köln', 'strasse', false],
    ['Привет, мир', 'ПРИВЕТ', true],
    ['Ὀδός και ΟΔΟΣ', 'οδος', true],
    ['学习 Rust 系统编程', 'rust 系统', true],
    ['anything', 'IMPORT', true],
    ['anything', 'T7', true],
    ['anything', 'nothing', false],
    [undefined, 'undefined', false],
  ])('looks at title, id and kind as the server does: %s, %s', (title, search, isFound) =>
    expect(finds(taskAt(7, 1, title === undefined ? {} : { title }), search)).toBe(isFound),
  );
});
