import type { TaskWebSocketHandlers } from './task-web-socket-handlers.ts';
import { TaskWebSocket, type TaskWebSocketOptions } from './task-web-socket.ts';

export { RoadmapWebSocket, type RoadmapWebSocketHandlers } from './roadmap-web-socket.ts';
export { TaskPolling, type TaskPollingHandlers, type TaskPollingOptions } from './task-polling.ts';
export { TaskWebSocket, type TaskWebSocketOptions, type WebSocketLike } from './task-web-socket.ts';
export type { OtherMessage, TaskWebSocketError, TaskWebSocketHandlers } from './task-web-socket-handlers.ts';

export const createTaskWebSocket = (taskId: string, handlers?: TaskWebSocketHandlers, options?: TaskWebSocketOptions): TaskWebSocket =>
  new TaskWebSocket(taskId, handlers, options);
