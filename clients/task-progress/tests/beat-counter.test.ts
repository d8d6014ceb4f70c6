import { describe, expect, it } from 'vitest';
import { BeatCounter, silenceMs } from '../src/beat-counter.ts';
import { beatOf } from './fake-hub.ts';

function counting(sent = 0) {
  const counter = new BeatCounter();
  counter.reset(0);
  counter.begun(beatOf('own', sent), 0);
  return counter;
}

describe('counting changes against beats', () => {
  it('finds nothing lost when all came', () => {
    const counter = counting(7);
    counter.changed('own', 1);
    counter.changed('own', 2);

    expect(counter.beat(beatOf('own', 9), 10)).toBe(false);
    expect(counter.beat(beatOf('own', 9), 20)).toBe(false);
    counter.changed('own', 21);
    expect(counter.beat(beatOf('own', 10), 30)).toBe(false);
  });

  it('finds a loss, once', () => {
    const counter = counting();
    counter.changed('own', 1);

    expect(counter.beat(beatOf('own', 2), 10)).toBe(true);
    expect(counter.beat(beatOf('own', 2), 20)).toBe(false);
  });

  it('counts changes that came before the watch was answered', () => {
    const counter = new BeatCounter();
    counter.reset(0);
    counter.changed('own', 1);
    counter.begun(beatOf('own', 4), 2);

    expect(counter.beat(beatOf('own', 5), 10)).toBe(false);
  });

  it('counts each instance by itself, and believes a new one when all of it came', () => {
    const counter = counting();
    counter.changed('other', 1);

    expect(counter.beat(beatOf('own', 0), 10)).toBe(false);
    expect(counter.beat(beatOf('other', 1), 10)).toBe(false);
    expect(counter.beat(beatOf('third', 0), 10)).toBe(false);
    expect(counter.beat(beatOf('fourth', 3), 10)).toBe(true);
  });

  it('does not take a series that begins anew for the one before', () => {
    const counter = counting();
    counter.changed('other', 1);
    counter.beat(beatOf('other', 1, true, 'first'), 10);
    counter.changed('other', 11);
    expect(counter.beat(beatOf('other', 2, true, 'second'), 20)).toBe(true);

    counter.beat(beatOf('other', 2, false, 'second'), 30);
    counter.changed('other', 31);
    expect(counter.beat(beatOf('other', 1, true, 'third'), 40)).toBe(false);
  });

  it('takes the beat of a deletion, which is no count of anybody, for a loss', () => {
    const counter = counting();
    expect(counter.beat(beatOf('own', 1, false, 'now'), 10)).toBe(true);
  });

  it('notices who owes a beat, once', () => {
    const counter = counting();
    counter.changed('other', 1_000);
    counter.beat(beatOf('own', 0), 20_000);
    expect(counter.isOverdue(20_000)).toBe(false);
    expect(counter.isOverdue(1_001 + silenceMs)).toBe(true);
    expect(counter.isOverdue(1_002 + silenceMs)).toBe(false);
  });

  it('notices that no beat comes at all', () => {
    const counter = new BeatCounter();
    counter.reset(0);
    expect(counter.isOverdue(silenceMs)).toBe(false);
    expect(counter.isOverdue(silenceMs + 1)).toBe(true);
  });
});
