import type { PlanReview, RoadmapDocument } from 'roadmap-task-progress';
import type { PlanChanges } from '../roadmap/plan-changes.ts';
import { Spoken } from '../shared/spoken.tsx';
import { guessLanguage, languageTag } from '../shared/text.ts';
import { sayProblem } from '../task/reasons.ts';
import { useWords } from '../words/language.ts';

interface PlanDoubtsProps {
  readonly roadmap: RoadmapDocument;
  /** Puts words into the reviewer's mouth, for the reviewer to send; undefined while nobody is asked. */
  readonly onAsk: ((feedback: string) => void) | undefined;
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

interface ChoicesProps extends Pick<PlanDoubtsProps, 'onAsk'> {
  readonly choices: readonly Choice[];
  readonly language: string;
}

function Choices({ choices, language, onAsk }: ChoicesProps) {
  return (
    <div className="actions" lang={language}>
      {choices.map((choice) => (
        <button
          key={choice.feedback}
          type="button"
          className="button small"
          disabled={onAsk === undefined}
          onClick={() => onAsk?.(choice.feedback)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}

interface ReviewOutcomeProps {
  readonly review: PlanReview;
  readonly changes: PlanChanges | undefined;
  readonly language: string;
}

/** What came of the last feedback. */
export function ReviewOutcome({ review, changes, language }: ReviewOutcomeProps) {
  const words = useWords();
  const { making } = words;
  return (
    <div className="outcome" tabIndex={0} role="group" aria-labelledby="outcome-heading">
      <h3 id="outcome-heading">{review.changed ? making.whatCame : making.nothingChanged}</h3>
      {changes !== undefined && review.changed && <Changed changes={changes} language={language} />}
      <ul>
        {sayProblem(review, words).map((said, index) => (
          <li key={index} className="unclear">
            <Spoken said={said} />
          </li>
        ))}
        {/* First, for it is what the reader has to say otherwise, and the list may be longer than its place. */}
        {review.not_understood.map((part) => (
          <li key={part} className="unclear">
            <strong>{making.notUnderstood}</strong> <span lang={guessLanguage(part)}>{making.quoted(part)}</span>
          </li>
        ))}
        {review.edits.map((edit, index) => (
          <li key={index} className={edit.applied ? 'done' : 'idle'} lang={languageTag(language)}>
            <strong>{edit.label}</strong> {edit.text}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The hours before and after, and what is gone; the plan itself marks what is new or of another length. */
function Changed({ changes, language }: { changes: PlanChanges; language: string }) {
  const { changes: said, units } = useWords();
  return (
    <ul className="changed">
      <li data-change="hours" data-before={changes.hoursBefore} data-after={changes.hoursAfter}>
        {said.total(units.number(changes.hoursBefore), units.hours(changes.hoursAfter))}
      </li>
      {changes.removed.map((concept) => (
        <li key={concept.id} data-change="removed" data-concept-id={concept.id}>
          <del lang={languageTag(language)}>{concept.name}</del>
        </li>
      ))}
    </ul>
  );
}
