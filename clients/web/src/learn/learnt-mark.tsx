import { useLanguageTag, useWords } from '../words/language.ts';

interface LearntMarkProps {
  readonly name: string;
  readonly learnt: boolean;
  readonly onChange: (learnt: boolean) => void;
}

/** The station of a concept as something to tick. */
export function LearntMark({ name, learnt, onChange }: LearntMarkProps) {
  const { learn } = useWords();
  const tag = useLanguageTag();
  return (
    <input
      type="checkbox"
      className="learnt-mark"
      lang={tag}
      aria-label={learn.learnt(name)}
      title={learn.markLearnt}
      checked={learnt}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}
