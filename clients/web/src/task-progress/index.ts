export { signalRHub, type Hub, type HubHandlers, type OpenHub, type ServerMessage } from './hub.ts';
export { TaskWatch, type TaskWatchListener, type TaskWatchOptions } from './task-watch.ts';
export type { WatchState } from './watch-state.ts';
export type { Refusal } from './refusal.ts';
