export { TaskWebSocket, type TaskWebSocketOptions, type WebSocketLike } from './task-web-socket.ts';
export type { OtherMessage, TaskWebSocketError, TaskWebSocketHandlers } from './task-web-socket-handlers.ts';
