export * from './contracts.generated.ts';
export * from './endpoints.ts';
export { signalRHub, type Hub, type HubHandlers, type OpenHub, type ServerMessage } from './hub.ts';
export { TaskListWatch, type TaskListWatchOptions } from './task-list-watch.ts';
export type { ListedTask } from './task-list.ts';
export { TaskWatch, type TaskWatchListener, type TaskWatchOptions } from './task-watch.ts';
export type { BackoffOptions } from './backoff.ts';
export type { WatchState } from './watch-state.ts';
export type { Refusal } from './refusal.ts';
