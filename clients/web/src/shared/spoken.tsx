import type { Said } from './text.ts';

/** A text in its own language. */
export function Spoken({ said, className }: { said: Said; className?: string }) {
  return (
    <span className={className} lang={said.lang}>
      {said.text}
    </span>
  );
}
