import type { ReviewPreview, RoadmapDocument } from 'roadmap-task-progress';
import { guessLanguage, languageTag } from '../shared/text.ts';
import { useLanguageTag, useWords } from '../words/language.ts';
import type { Words } from '../words/words.ts';

/** What feedback would do, before it is sent: a chip for each thing that was understood, and what was not. */
export function FeedbackPreview({ preview, roadmap }: { preview: ReviewPreview; roadmap: RoadmapDocument | undefined }) {
  const words = useWords();
  const { making } = words;
  const tag = useLanguageTag();
  return (
    <div className="preview" role="status">
      <ul className="chips" aria-label={making.understood}>
        {preview.edits.map((edit, index) => (
          <li key={index} className={edit.applied ? undefined : 'idle'} title={edit.text} lang={roadmap && languageTag(roadmap.language)}>
            {edit.label}
            {!edit.applied && <span className="why">{edit.text}</span>}
          </li>
        ))}
        {preview.to_model?.map((part) => (
          <li key={part} lang={guessLanguage(part)}>
            <span lang={tag}>{making.toModel}</span> {making.quoted(part)}
          </li>
        ))}
        {preview.not_understood.map((part) => (
          <li key={part} className="unclear" lang={guessLanguage(part)}>
            <span lang={tag}>{making.notUnderstood}</span> {making.quoted(part)}
          </li>
        ))}
      </ul>
      <p className="hint">
        {preview.to_model !== undefined
          ? making.byModel
          : preview.changed && roadmap !== undefined
            ? figures(preview, roadmap, words)
            : making.changesNothing}
      </p>
    </div>
  );
}

function figures(preview: ReviewPreview, roadmap: RoadmapDocument, { making, units }: Words): string {
  const concepts = roadmap.stages.flatMap((stage) => stage.modules).flatMap((module) => module.concepts).length;
  const change = (before: number, after: number, counted: (value: number) => string) =>
    before === after ? making.stays(counted(after)) : making.becomes(before, counted(after));
  return making.list([
    change(concepts, preview.total_concepts, units.concepts),
    change(roadmap.total_hours, preview.total_hours, units.hours),
    change(roadmap.weeks, preview.weeks, units.weeks),
  ]);
}
