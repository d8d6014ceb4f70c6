import { useLanguageTag, useWords } from '../words/language.ts';

/** Asks for a plan without a concept. */
export function LeaveOut({ concept, onAsk }: { concept: string; onAsk: (feedback: string) => void }) {
  const { making } = useWords();
  const tag = useLanguageTag();
  return (
    <button
      type="button"
      className="leave-out"
      lang={tag}
      aria-label={making.leaveOut(concept)}
      onClick={() => onAsk(making.leaveOut(concept))}
    >
      ✕
    </button>
  );
}
