import { useId, type ReactNode } from 'react';
import { useWords } from '../words/language.ts';

/** What a control needs so that its label and its error are read out with it. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

interface FieldProps {
  readonly label: string;
  readonly optional?: boolean;
  readonly error: string | undefined;
  readonly children: (control: ControlProps) => ReactNode;
}

export function Field({ label, optional = false, error, children }: FieldProps) {
  const id = useId();
  const { start } = useWords();
  const invalid = error !== undefined;
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {optional && <span className="muted">{start.optional}</span>}
      </label>
      {children({ id, 'aria-invalid': invalid, 'aria-describedby': invalid ? `${id}-error` : undefined })}
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
}

export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  if (error === undefined) return null;
  return (
    <p className="field-error" id={id}>
      {error}
    </p>
  );
}
