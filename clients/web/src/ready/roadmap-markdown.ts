import type { RoadmapConcept, RoadmapDocument } from 'roadmap-task-progress';
import type { Words } from '../words/words.ts';

/** A roadmap with all that is made for it, as a file in Markdown. */
export function markdownOf(roadmap: RoadmapDocument, words: Pick<Words, 'roadmap' | 'units'>): string {
  const { units } = words;
  const facts = [units.hours(roadmap.total_hours), units.weeks(roadmap.weeks)].join(' · ');
  const names = new Map(
    roadmap.stages.flatMap((stage) => stage.modules).flatMap((module) => module.concepts).map((each) => [each.concept_id, each.name]),
  );
  const blocks = [
    `# ${plain(roadmap.title)}`,
    plain(roadmap.summary),
    facts,
    ...roadmap.notes.map((note) => `> ${plain(note)}`),
    ...roadmap.stages.flatMap((stage, index) => [
      `## ${index + 1}. ${plain(stage.title)}`,
      plain(stage.description),
      ...stage.modules.flatMap((module) => [
        `### ${plain(module.title)}`,
        plain(module.description),
        ...module.concepts.flatMap((concept) => conceptBlocks(concept, names, words)),
      ]),
    ]),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function conceptBlocks(concept: RoadmapConcept, names: ReadonlyMap<string, string>, words: Pick<Words, 'roadmap' | 'units'>): string[] {
  const { roadmap: said, units } = words;
  const { tutorial, resources, quiz } = concept.content ?? {};
  const before = concept.prerequisites.map((id) => plain(names.get(id) ?? id));
  return [
    `#### ${plain(concept.name)}`,
    `${units.hours(concept.hours)} · ${units.weekSpan(concept.first_week, concept.last_week)}`,
    plain(concept.description),
    before.length === 0 ? '' : `${said.prerequisites} ${before.join(', ')}`,
    ...(tutorial?.sections.flatMap((section) => [`**${plain(section.title)}**`, whole(section.body)]) ?? []),
    (resources?.items ?? []).map((item) => `- [${plain(item.title)}](<${address(item.url)}>)`).join('\n'),
    ...(quiz?.questions.map((question) => `**${plain(question.question)}**\n\n${plain(question.answer)}`) ?? []),
  ];
}

/** Text in which nothing has a meaning for Markdown, on one line. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim().replace(/[\\`*_[\]<>#|~]/g, String.raw`\$&`);

/** Code that has no end ends with its section. */
const whole = (markdown: string): string =>
  (markdown.match(/^ {0,3}```/gm)?.length ?? 0) % 2 === 0 ? markdown.trim() : `${markdown.trim()}\n\`\`\``;

const address = (url: string): string => url.replace(/[<>\s]/g, encodeURIComponent);
