import { useWords } from '../words/language.ts';
import { failureOf } from './failure.ts';
import { Spoken } from './spoken.tsx';

/** Tells of an error where it happened; nothing where there is none. */
export function FailureNote({ error, className = 'field-error' }: { error: unknown; className?: string }) {
  const words = useWords();
  return error === undefined ? null : (
    <p className={className} role="alert">
      <Spoken said={failureOf(error, words)} />
    </p>
  );
}
