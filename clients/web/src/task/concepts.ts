import type { ContentType, RoadmapDocument, TaskEvent } from 'roadmap-task-progress';

export const contentTypes: readonly ContentType[] = ['tutorial', 'resources', 'quiz'];

export type PieceState = 'waiting' | 'making' | 'made' | 'failed';

/** How far the content of one concept is. */
export interface ConceptWork {
  readonly name: string;
  readonly pieces: Readonly<Record<ContentType, PieceState>>;
  readonly error?: string;
}

export type ConceptWorks = ReadonlyMap<string, ConceptWork>;

const untouched = piecesOf(() => 'waiting');

export function applyToConcepts(works: ConceptWorks, event: TaskEvent): ConceptWorks {
  switch (event.type) {
    case 'concept_start':
      return withPiece(works, event, 'making');
    case 'concept_complete':
      return withPiece(works, event, 'made');
    case 'concept_failed':
      return withPiece(works, event, 'failed', event.error);
    case 'concept_all_content_complete':
      return new Map(works).set(event.concept_id, { name: event.concept_name, pieces: piecesOf(() => 'made') });
    case 'retry_started':
      return settle(works, ['making', 'failed']);
    case 'task_recovering':
    case 'failed':
    case 'cancelled':
      return settle(works, ['making']);
    default:
      return works;
  }
}

function withPiece(
  works: ConceptWorks,
  event: { readonly concept_id: string; readonly concept_name: string; readonly content_type: ContentType },
  piece: PieceState,
  error?: string,
): ConceptWorks {
  const before = works.get(event.concept_id);
  const pieces = { ...(before?.pieces ?? untouched), [event.content_type]: piece };
  const stillWrong = error ?? (Object.values(pieces).includes('failed') ? before?.error : undefined);
  return new Map(works).set(event.concept_id, { name: event.concept_name, pieces, ...(stillWrong !== undefined && { error: stillWrong }) });
}

/** Nobody works any more on the pieces in these states, or somebody will from their beginning. What is made stays made. */
function settle(works: ConceptWorks, states: readonly PieceState[]): ConceptWorks {
  return new Map(
    [...works].map(([id, work]) => [
      id,
      { ...work, pieces: piecesOf((type) => (states.includes(work.pieces[type]) ? 'waiting' : work.pieces[type])) },
    ]),
  );
}

function piecesOf(state: (type: ContentType) => PieceState): ConceptWork['pieces'] {
  return { tutorial: state('tutorial'), resources: state('resources'), quiz: state('quiz') };
}

/** The concepts of the plan with what the events say, or, where they were trimmed, what the plan itself already holds. */
export function conceptsOf(roadmap: RoadmapDocument, works: ConceptWorks): ReadonlyMap<string, ConceptWork> {
  const concepts = roadmap.stages.flatMap((stage) => stage.modules).flatMap((module) => module.concepts);
  return new Map(
    concepts.map((concept) => {
      const work = works.get(concept.concept_id);
      const pieces = piecesOf((type) => (concept.content?.[type] !== undefined ? 'made' : (work?.pieces[type] ?? 'waiting')));
      return [concept.concept_id, { ...work, name: concept.name, pieces }];
    }),
  );
}

export type ConceptState = PieceState | 'partly';

/** One word for all three pieces. */
export function overall(work: ConceptWork): ConceptState {
  const states = Object.values(work.pieces);
  if (states.every((state) => state === 'made')) return 'made';
  if (states.includes('making')) return 'making';
  if (states.includes('failed')) return 'failed';
  return states.includes('made') ? 'partly' : 'waiting';
}
