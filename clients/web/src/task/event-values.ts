import type { ContentType, PlanReview, TaskEvent } from 'roadmap-task-progress';
import type { EventReason, EventValues } from '../words/event-values.ts';

/** A line of a log has room for so many. */
const mostIssues = 3;

/** What an event tells, for a sentence about it. Of a later server, or of a worker, it may be anything. */
export function valuesOf(event: TaskEvent): EventValues {
  const members = event as unknown as Readonly<Record<string, unknown>>;
  const data = objectIn(members, 'data');
  const review = objectIn(data, 'review') as Partial<PlanReview>;
  const edits = arrayIn(review, 'edits') as Partial<PlanReview['edits'][number]>[];
  const issues = arrayIn(data, 'issues');
  return {
    name: textIn(members, 'concept_name') || textIn(data, 'concept_name'),
    piece: pieceIn(members),
    error: textIn(members, 'error'),
    title: textIn(members, 'roadmap_title'),
    attempt: event.attempt,
    batch: numberIn(members, 'batch_index'),
    batches: numberIn(members, 'total_batches'),
    stages: numberIn(data, 'stages_count'),
    concepts: numberIn(data, 'total_concepts'),
    kept: numberIn(data, 'kept_concepts'),
    done: numberIn(data, 'concepts_done'),
    failed: numberIn(members, 'failed_count'),
    characters: numberIn(data, 'characters'),
    score: numberIn(data, 'score'),
    issues: issues.length,
    worst: issues.slice(0, mostIssues).map(reasonOf),
    problem: textIn(review, 'problem'),
    problemKey: textIn(review, 'problem_key'),
    problemReasons: arrayIn(review, 'problem_reasons').map(reasonOf),
    edits: edits.filter((edit) => edit.applied === true).map((edit) => edit.label ?? ''),
    reasons: edits.map((edit) => edit.text ?? '').filter((reason) => reason !== ''),
    notUnderstood: arrayIn(review, 'not_understood').map(String),
  };
}

function reasonOf(reason: unknown): EventReason {
  const members = typeof reason === 'object' && reason !== null ? reason : {};
  const message = textIn(members, 'message');
  return { key: textIn(members, 'key'), message, values: arrayIn(members, 'values').map(String) };
}

function objectIn(of: object, name: string): object {
  const value: unknown = Reflect.get(of, name);
  return typeof value === 'object' && value !== null ? value : {};
}

function arrayIn(of: object, name: string): readonly unknown[] {
  const value: unknown = Reflect.get(of, name);
  return Array.isArray(value) ? value : [];
}

function textIn(of: object, name: string): string {
  const value: unknown = Reflect.get(of, name);
  return typeof value === 'string' ? value : '';
}

function numberIn(of: object, name: string): number {
  const value: unknown = Reflect.get(of, name);
  return typeof value === 'number' ? value : 0;
}

function pieceIn(of: object): ContentType {
  const value = textIn(of, 'content_type');
  return value === 'tutorial' || value === 'resources' ? value : 'quiz';
}
