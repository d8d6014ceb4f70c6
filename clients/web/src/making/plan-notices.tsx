import type { PlanReview, RoadmapDocument } from 'roadmap-task-progress';
import { guessLanguage, languageTag } from '../shared/text.ts';
import { useWords } from '../words/language.ts';

interface PlanDoubtsProps {
  readonly roadmap: RoadmapDocument;
  /** Puts words into the reviewer's mouth, for the reviewer to send. */
  readonly onAsk: (feedback: string) => void;
}

/** What a reviewer should know before anything else: that the plan does not fit its deadline, or may not be about what was meant. */
export function PlanDoubts({ roadmap, onAsk }: PlanDoubtsProps) {
  const { making } = useWords();
  const { misfit, understood } = roadmap;
  const language = languageTag(roadmap.language);
  const others = understood?.confidence === 'sure' ? [] : (understood?.alternatives ?? []);
  return (
    <>
      {misfit !== undefined && (
        <div className="alert bad doubt">
          <p lang={language}>{misfit.text}</p>
          <Choices choices={misfit.offers} language={language} onAsk={onAsk} />
        </div>
      )}
      {understood?.method_only === true && (
        <p className="alert doubt">
          {making.methodOnly}
        </p>
      )}
      {understood !== undefined && others.length > 0 && (
        <div className="doubt">
          <p>
            {!understood.method_only && (
              <>
                {making.takenFor} <span lang={language}>{making.quoted(understood.title)}</span>.{' '}
              </>
            )}
            {making.didYouMean}
          </p>
          <Choices choices={others.map((other) => ({ label: other.title, feedback: other.feedback }))} language={language} onAsk={onAsk} />
        </div>
      )}
    </>
  );
}

interface Choice {
  readonly label: string;
  readonly feedback: string;
}

function Choices({ choices, language, onAsk }: { choices: readonly Choice[]; language: string; onAsk: (feedback: string) => void }) {
  return (
    <div className="actions" lang={language}>
      {choices.map((choice) => (
        <button key={choice.feedback} type="button" className="button small" onClick={() => onAsk(choice.feedback)}>
          {choice.label}
        </button>
      ))}
    </div>
  );
}

/** What came of the last feedback. */
export function ReviewOutcome({ review, language }: { review: PlanReview; language: string }) {
  const { making } = useWords();
  return (
    <div className="outcome">
      <h3>{review.changed ? making.whatCame : making.nothingChanged}</h3>
      {review.problem !== undefined && <p lang={guessLanguage(review.problem)}>{review.problem}</p>}
      <ul>
        {review.edits.map((edit, index) => (
          <li key={index} className={edit.applied ? 'done' : 'idle'} lang={languageTag(language)}>
            <strong>{edit.label}</strong> {edit.text}
          </li>
        ))}
        {review.not_understood.map((part) => (
          <li key={part} className="unclear">
            <strong>{making.notUnderstood}</strong> <span lang={guessLanguage(part)}>{making.quoted(part)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
