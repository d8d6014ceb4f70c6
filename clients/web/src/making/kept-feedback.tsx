import { text } from '../kept/forms.ts';
import { CopyButton } from '../shared/copy-button.tsx';
import { guessLanguage } from '../shared/text.ts';
import { useDraft } from '../shared/use-draft.ts';
import { useWords } from '../words/language.ts';
import { feedbackKey } from './review-panel.tsx';

interface KeptFeedbackProps {
  readonly taskId: string;
  readonly round: number;
  /** What the plan was last sent back with: that is not lost. */
  readonly sent: string | undefined;
}

/** What was being written here about a plan when it was decided on elsewhere, as in another tab: nobody's words are lost. */
export function KeptFeedback({ taskId, round, sent }: KeptFeedbackProps) {
  const { making } = useWords();
  const [feedback, , forget] = useDraft(feedbackKey(taskId, round), text, '');
  if (feedback.trim() === '' || feedback.trim() === sent) return null;
  return (
    <section className="alert kept" aria-label={making.kept}>
      <p>{making.kept}</p>
      <blockquote lang={guessLanguage(feedback)}>{feedback}</blockquote>
      <div className="actions">
        <CopyButton text={() => feedback} />
        <button type="button" className="button quiet small" onClick={forget}>
          {making.forgetKept}
        </button>
      </div>
    </section>
  );
}
