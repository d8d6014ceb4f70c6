import { describe, expect, it } from 'vitest';
import { bodyOf, emptyDraft, errorsOf } from '../src/start/goal-request.ts';

describe('the request for a roadmap', () => {
  it('carries what was filled in, and nothing for what was not', () => {
    expect(bodyOf({ ...emptyDraft, goal: ' Learn Rust ', hours: '2.5' }, 'id')).toEqual({
      task_id: 'id',
      preferences: { learning_goal: 'Learn Rust', current_level: 'beginner', available_hours_per_week: 2.5 },
      require_review: true,
    });
    expect(bodyOf({ ...emptyDraft, hours: '', deadline: '2027-01-31' }, 'id').preferences).toEqual({
      learning_goal: '',
      current_level: 'beginner',
      target_deadline: '2027-01-31',
    });
  });

  it('finds the field that an error of the server is about', () => {
    const errors = errorsOf([
      { path: 'preferences.learning_goal', message: 'must not be empty' },
      { path: '$.preferences.available_hours_per_week', message: 'must be from 1 to 168' },
      { path: 'preferences.motivation', message: 'is too long' },
    ]);

    expect([...errors.fields]).toEqual(['goal', 'hours']);
    expect(errors.others).toBe(true);
  });
});
