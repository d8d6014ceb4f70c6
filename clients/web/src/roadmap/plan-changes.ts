import type { RoadmapDocument } from 'roadmap-task-progress';
import { figure, having, listOf, text, type Of } from '../kept/forms.ts';

/** What an edit made of a concept that is still there. */
export type ConceptChange =
  | { readonly kind: 'new' | 'moved' }
  | { readonly kind: 'longer' | 'shorter'; readonly before: number };

/** So much of a plan as is needed to tell what an edit has changed. */
export const planBefore = having({ hours: figure, concepts: listOf(having({ id: text, name: text, hours: figure })) });
export type PlanBefore = Of<typeof planBefore>;

export interface PlanChanges {
  readonly hoursBefore: number;
  readonly hoursAfter: number;
  readonly concepts: ReadonlyMap<string, ConceptChange>;
  readonly removed: PlanBefore['concepts'];
}

export const factsOf = (roadmap: RoadmapDocument): PlanBefore => ({
  hours: roadmap.total_hours,
  concepts: roadmap.stages
    .flatMap((stage) => stage.modules)
    .flatMap((module) => module.concepts)
    .map((concept) => ({ id: concept.concept_id, name: concept.name, hours: concept.hours })),
});

export function changesOf(before: PlanBefore, after: PlanBefore): PlanChanges {
  const known = new Map(before.concepts.map((concept) => [concept.id, concept]));
  const here = new Set(after.concepts.map((concept) => concept.id));
  const moved = movedOf(
    before.concepts.map(({ id }) => id).filter((id) => here.has(id)),
    after.concepts.map(({ id }) => id).filter((id) => known.has(id)),
  );
  const concepts = new Map<string, ConceptChange>();
  for (const { id, hours } of after.concepts) {
    const was = known.get(id);
    if (was === undefined) concepts.set(id, { kind: 'new' });
    else if (was.hours !== hours) concepts.set(id, { kind: hours > was.hours ? 'longer' : 'shorter', before: was.hours });
    else if (moved.has(id)) concepts.set(id, { kind: 'moved' });
  }
  return {
    hoursBefore: before.hours,
    hoursAfter: after.hours,
    concepts,
    removed: before.concepts.filter((concept) => !here.has(concept.id)),
  };
}

/** The fewest that have to be moved to make the one order of the other: all but the longest run that both have. */
function movedOf(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const place = new Map(before.map((id, index) => [id, index]));
  const runs: (readonly string[])[] = [];
  for (const id of after) {
    const earlier = runs.filter((run) => place.get(run.at(-1)!)! < place.get(id)!);
    runs.push([...earlier.reduce((longest, run) => (run.length > longest.length ? run : longest), [] as readonly string[]), id]);
  }
  const stays = new Set(runs.reduce((longest, run) => (run.length > longest.length ? run : longest), [] as readonly string[]));
  return new Set(after.filter((id) => !stays.has(id)));
}
