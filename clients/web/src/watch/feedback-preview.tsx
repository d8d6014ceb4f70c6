import type { ReviewPreview, RoadmapDocument } from 'roadmap-task-progress';
import { count, languageTag } from '../shared/text.ts';

/** What feedback would do, before it is sent: a chip for each thing that was understood, and what was not. */
export function FeedbackPreview({ preview, roadmap }: { preview: ReviewPreview; roadmap: RoadmapDocument | undefined }) {
  return (
    <div className="preview" role="status">
      <ul className="chips" aria-label="Understood" lang={roadmap && languageTag(roadmap.language)}>
        {preview.edits.map((edit, index) => (
          <li key={index} className={edit.applied ? undefined : 'idle'} title={edit.text}>
            {edit.label}
            {!edit.applied && <span className="why">{edit.text}</span>}
          </li>
        ))}
        {preview.not_understood.map((words) => (
          <li key={words} className="unclear">
            <span lang="en">Not understood: </span>“{words}”
          </li>
        ))}
      </ul>
      <p className="hint">
        {preview.changed && roadmap !== undefined ? figures(preview, roadmap) : 'This would change nothing in the plan.'}
      </p>
    </div>
  );
}

function figures(preview: ReviewPreview, roadmap: RoadmapDocument): string {
  const concepts = roadmap.stages.flatMap((stage) => stage.modules).flatMap((module) => module.concepts).length;
  return [
    change(concepts, preview.total_concepts, 'concept'),
    change(roadmap.total_hours, preview.total_hours, 'hour'),
    change(roadmap.weeks, preview.weeks, 'week'),
  ].join(', ');
}

const change = (before: number, after: number, unit: string): string =>
  before === after ? `still ${count(after, unit)}` : `${before} → ${count(after, unit)}`;
