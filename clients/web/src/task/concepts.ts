import { ContractLimits, type ContentType, type Reason, type RoadmapDocument, type TaskEvent } from 'roadmap-task-progress';

export const contentTypes: readonly ContentType[] = ['tutorial', 'resources', 'quiz'];

export type PieceState = 'waiting' | 'making' | 'made' | 'failed';

/** How far the content of one concept is. */
export interface ConceptWork {
  readonly name: string;
  readonly pieces: Readonly<Record<ContentType, PieceState>>;
  readonly error?: ConceptError;
}

/** Why a piece could not be made, as it was told. */
export interface ConceptError {
  readonly text: string;
  readonly reasons: readonly Reason[] | undefined;
}

export type ConceptWorks = ReadonlyMap<string, ConceptWork>;

const untouched = piecesOf(() => 'waiting');

/** The events of one picture at once: a map of thousands is copied once for all of them. */
export function applyToConcepts(works: ConceptWorks, events: readonly TaskEvent[]): ConceptWorks {
  const next = new Map(works);
  const changes = events.filter((event) => apply(next, event));
  return changes.length === 0 ? works : next;
}

/** Whether the event tells of concepts. */
function apply(works: Map<string, ConceptWork>, event: TaskEvent): boolean {
  switch (event.type) {
    case 'concept_start':
      setPiece(works, event, 'making');
      return true;
    case 'concept_complete':
      setPiece(works, event, 'made');
      return true;
    case 'concept_failed':
      setPiece(works, event, 'failed', { text: event.error, reasons: event.error_reasons });
      return true;
    case 'concept_all_content_complete':
      set(works, event.concept_id, { name: event.concept_name, pieces: piecesOf(() => 'made') });
      return true;
    case 'retry_started':
      settle(works, ['making', 'failed']);
      return true;
    case 'task_recovering':
    case 'failed':
    case 'cancelled':
      settle(works, ['making']);
      return true;
    default:
      return false;
  }
}

function setPiece(
  works: Map<string, ConceptWork>,
  event: { readonly concept_id: string; readonly concept_name: string; readonly content_type: ContentType },
  piece: PieceState,
  error?: ConceptError,
): void {
  const before = works.get(event.concept_id);
  const pieces = { ...(before?.pieces ?? untouched), [event.content_type]: piece };
  const stillWrong = error ?? (Object.values(pieces).includes('failed') ? before?.error : undefined);
  set(works, event.concept_id, { name: event.concept_name, pieces, ...(stillWrong !== undefined && { error: stillWrong }) });
}

/** A worker may begin with ever new ones, for days: of more than a task can count the first is forgotten. */
function set(works: Map<string, ConceptWork>, id: string, work: ConceptWork): void {
  works.set(id, work);
  const [first] = works.keys();
  if (works.size > ContractLimits.conceptsPerTask && first !== undefined) works.delete(first);
}

/** Nobody works any more on the pieces in these states, or somebody will from their beginning. What is made stays made. */
function settle(works: Map<string, ConceptWork>, states: readonly PieceState[]): void {
  for (const [id, work] of works)
    works.set(id, { ...work, pieces: piecesOf((type) => (states.includes(work.pieces[type]) ? 'waiting' : work.pieces[type])) });
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
