import { useId } from 'react';
import type { LearnerLevel } from 'roadmap-task-progress';
import { FieldError } from './field.tsx';

const levels: readonly { readonly value: LearnerLevel; readonly label: string }[] = [
  { value: 'beginner', label: 'Beginner' },
  { value: 'intermediate', label: 'Intermediate' },
  { value: 'advanced', label: 'Advanced' },
  { value: 'expert', label: 'Expert' },
];

interface LevelChoiceProps {
  readonly value: LearnerLevel;
  readonly error: string | undefined;
  readonly onChange: (level: LearnerLevel) => void;
}

export function LevelChoice({ value, error, onChange }: LevelChoiceProps) {
  const id = useId();
  return (
    <fieldset className="field" aria-describedby={error !== undefined ? id : undefined}>
      <legend>Your level today</legend>
      <div className="segments">
        {levels.map((level) => (
          <label key={level.value}>
            <input type="radio" name="level" value={level.value} checked={level.value === value} onChange={() => onChange(level.value)} />
            <span>{level.label}</span>
          </label>
        ))}
      </div>
      <FieldError id={id} label="Your level" error={error} />
    </fieldset>
  );
}
