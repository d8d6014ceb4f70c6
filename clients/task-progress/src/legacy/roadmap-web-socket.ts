import type { ServerMessages } from '../contracts.generated.ts';
import { TaskWebSocket, type TaskWebSocketOptions } from './task-web-socket.ts';

/** The names of `RoadmapWebSocket`; the messages are those of `TaskWebSocketHandlers`. */
export interface RoadmapWebSocketHandlers {
  onConnected?(): unknown;
  onCurrentStatus?(snapshot: ServerMessages['current_status']): unknown;
  onProgress?(event: ServerMessages['progress']): unknown;
  onHumanReview?(event: ServerMessages['human_review_required']): unknown;
  onConceptStart?(event: ServerMessages['concept_start']): unknown;
  onConceptComplete?(event: ServerMessages['concept_complete']): unknown;
  onConceptFailed?(event: ServerMessages['concept_failed']): unknown;
  onBatchStart?(event: ServerMessages['batch_start']): unknown;
  onBatchComplete?(event: ServerMessages['batch_complete']): unknown;
  onCompleted?(event: ServerMessages['completed']): unknown;
  onFailed?(event: ServerMessages['failed']): unknown;
  onError?(error: Error): unknown;
  /** The task ended, or cannot be watched. A connection that is lost is made again, and is no close. */
  onClose?(reason: string): unknown;
}

/** `TaskWebSocket` under the names that the earlier front end's other class has. Its base URL may end with `/api/v1`. */
export class RoadmapWebSocket {
  readonly #socket: TaskWebSocket;

  constructor(taskId: string, handlers: RoadmapWebSocketHandlers = {}, options: TaskWebSocketOptions = {}) {
    const { onConnected, onCurrentStatus, onError, onClose, ...same } = handlers;
    const baseUrl = options.baseUrl?.replace(/\/api\/v1\/*$/, '');
    this.#socket = new TaskWebSocket(
      taskId,
      {
        ...same,
        onConnected: () => onConnected?.(),
        onStatus: (snapshot) => onCurrentStatus?.(snapshot),
        onError: (error) => {
          onError?.(new Error(error.message));
          if (error.final === true) onClose?.(error.message);
        },
        // A server that goes away says so, too; then there is a further try.
        onClosing: ({ reason, message }) => (reason === 'task_ended' ? onClose?.(message) : undefined),
      },
      { ...options, ...(baseUrl !== undefined && { baseUrl }) },
    );
  }

  connect(includeHistory = true): void {
    this.#socket.connect(includeHistory);
  }

  disconnect(): void {
    this.#socket.disconnect();
  }

  requestStatus(): void {
    this.#socket.requestStatus();
  }

  isConnected(): boolean {
    return this.#socket.isConnected();
  }
}
