import { useId, type ReactNode } from 'react';

/** What a control needs so that its label and its error are read out with it. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

interface FieldProps {
  readonly label: string;
  readonly optional?: boolean;
  /** What the server says of the field, as the rest of a sentence: `must be from 1 to 168`. */
  readonly error: string | undefined;
  readonly children: (control: ControlProps) => ReactNode;
}

export function Field({ label, optional = false, error, children }: FieldProps) {
  const id = useId();
  const invalid = error !== undefined;
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {optional && <span className="muted">(optional)</span>}
      </label>
      {children({ id, 'aria-invalid': invalid, 'aria-describedby': invalid ? `${id}-error` : undefined })}
      <FieldError id={`${id}-error`} label={label} error={error} />
    </div>
  );
}

export function FieldError({ id, label, error }: { id: string; label: string; error: string | undefined }) {
  if (error === undefined) return null;
  return (
    <p className="field-error" id={id}>
      {label} {error}
    </p>
  );
}
