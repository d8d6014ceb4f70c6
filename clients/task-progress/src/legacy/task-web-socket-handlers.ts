import { TaskEventTypes, type ClosingMessage, type ErrorMessage, type ServerMessages } from '../contracts.generated.ts';

/** What the server says went wrong; or, with `final`, why the task cannot be watched: there is no further try. */
export interface TaskWebSocketError extends ErrorMessage {
  readonly final?: true;
  /** With `final`: the code with which the server closed; absent when no connection could be made at all. */
  readonly close_code?: number;
}

/** A message of a type that this version does not know, or that has no handler of its own. */
export interface OtherMessage {
  readonly type: string;
  readonly [member: string]: unknown;
}

/**
 * What is called with the server's messages, as they came. All are optional. A handler may throw, may be async, and may call `disconnect`:
 * it harms nothing but itself.
 */
export interface TaskWebSocketHandlers {
  /** First on every connection. With `recovered: false`, which may also come later, what was known is void: `onStatus` follows. */
  onConnected?(message: ServerMessages['connected']): unknown;
  onStatus?(snapshot: ServerMessages['current_status']): unknown;
  onProgress?(event: ServerMessages['progress']): unknown;
  onHumanReview?(event: ServerMessages['human_review_required']): unknown;
  onConceptStart?(event: ServerMessages['concept_start']): unknown;
  onConceptComplete?(event: ServerMessages['concept_complete']): unknown;
  onConceptAllContentComplete?(event: ServerMessages['concept_all_content_complete']): unknown;
  onConceptFailed?(event: ServerMessages['concept_failed']): unknown;
  onBatchStart?(event: ServerMessages['batch_start']): unknown;
  onBatchComplete?(event: ServerMessages['batch_complete']): unknown;
  onCompleted?(event: ServerMessages['completed']): unknown;
  onFailed?(event: ServerMessages['failed']): unknown;
  onClosing?(message: ClosingMessage): unknown;
  /** A lost connection is no error: it is made again. */
  onError?(error: TaskWebSocketError): unknown;
  /** Every message but the answers to pings, before the handler of its own. */
  onAnyEvent?(message: OtherMessage): unknown;
}

export type HandlerName = keyof TaskWebSocketHandlers;

/** The handler of each type; the other types have `onAnyEvent` alone. */
export const handlerOf: ReadonlyMap<string, HandlerName> = new Map<string, HandlerName>([
  [TaskEventTypes.connected, 'onConnected'],
  [TaskEventTypes.currentStatus, 'onStatus'],
  [TaskEventTypes.progress, 'onProgress'],
  [TaskEventTypes.humanReviewRequired, 'onHumanReview'],
  [TaskEventTypes.conceptStart, 'onConceptStart'],
  [TaskEventTypes.conceptComplete, 'onConceptComplete'],
  [TaskEventTypes.conceptAllContentComplete, 'onConceptAllContentComplete'],
  [TaskEventTypes.conceptFailed, 'onConceptFailed'],
  [TaskEventTypes.batchStart, 'onBatchStart'],
  [TaskEventTypes.batchComplete, 'onBatchComplete'],
  [TaskEventTypes.completed, 'onCompleted'],
  [TaskEventTypes.failed, 'onFailed'],
  [TaskEventTypes.closing, 'onClosing'],
  [TaskEventTypes.error, 'onError'],
]);
