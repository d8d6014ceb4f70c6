import type { PlanReview, RoadmapDocument } from 'roadmap-task-progress';
import { languageTag } from '../shared/text.ts';

interface PlanDoubtsProps {
  readonly roadmap: RoadmapDocument;
  /** Puts words into the reviewer's mouth, for the reviewer to send. */
  readonly onAsk: (feedback: string) => void;
}

/** What a reviewer should know before anything else: that the plan does not fit its deadline, or may not be about what was meant. */
export function PlanDoubts({ roadmap, onAsk }: PlanDoubtsProps) {
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
          Nobody here knows this subject: the plan is a method for studying, and teaches nothing of the subject itself. Approve it if that
          is what you want.
        </p>
      )}
      {understood !== undefined && others.length > 0 && (
        <div className="doubt">
          <p>
            {!understood.method_only && (
              <>
                Your goal was taken for <span lang={language}>“{understood.title}”</span>.{' '}
              </>
            )}
            Did you mean one of these?
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
  return (
    <div className="outcome">
      <h3>{review.changed ? 'What came of your feedback' : 'Nothing was changed'}</h3>
      {review.problem !== undefined && <p>{review.problem}</p>}
      <ul>
        {review.edits.map((edit, index) => (
          <li key={index} className={edit.applied ? 'done' : 'idle'} lang={languageTag(language)}>
            <strong>{edit.label}</strong> {edit.text}
          </li>
        ))}
        {review.not_understood.map((words) => (
          <li key={words} className="unclear">
            <strong>Not understood</strong> “{words}”
          </li>
        ))}
      </ul>
    </div>
  );
}
