import { useId } from 'react';
import type { LearnerLevel } from 'roadmap-task-progress';
import { useWords } from '../words/language.ts';
import { FieldError } from './field.tsx';
import { levels } from './goal-request.ts';

interface LevelChoiceProps {
  readonly value: LearnerLevel;
  readonly error: string | undefined;
  readonly onChange: (level: LearnerLevel) => void;
}

export function LevelChoice({ value, error, onChange }: LevelChoiceProps) {
  const id = useId();
  const { start } = useWords();
  return (
    <fieldset className="field" aria-describedby={error !== undefined ? id : undefined}>
      <legend>{start.level}</legend>
      <div className="segments">
        {levels.map((level) => (
          <label key={level}>
            <input type="radio" name="level" value={level} checked={level === value} onChange={() => onChange(level)} />
            <span>{start.levels[level]}</span>
          </label>
        ))}
      </div>
      <FieldError id={id} error={error} />
    </fieldset>
  );
}
