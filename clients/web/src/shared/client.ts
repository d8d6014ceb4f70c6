import { TaskProgressClient } from 'roadmap-task-progress';
import { folder } from './folder.ts';

/** All that the page watches goes over this client's one connection, which is open as long as there is something to watch. */
export const client = new TaskProgressClient({ url: folder });
