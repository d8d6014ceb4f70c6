import { ErrorCodes, TaskProgressClient, TaskProgressError } from 'roadmap-task-progress';
import { withRenewal } from 'roadmap-task-progress/renewal';
import { linkTo, token, tokenWasRefused } from './bearer.ts';
import { folder } from './folder.ts';

/** All that the page watches in the person's own name goes over this client's one connection, while there is something to watch. */
export const client = new TaskProgressClient(withRenewal({ url: folder, accessToken: token }));

const byLink = new Map<string, TaskProgressClient>();

/** Whoever watches a task by a link does so over a connection of the link's, which sees nothing else. */
export function clientFor(taskId: string | undefined): TaskProgressClient {
  const link = taskId === undefined ? undefined : linkTo(taskId);
  if (link === undefined) return client;
  const known = byLink.get(link) ?? new TaskProgressClient({ url: folder, accessToken: () => link });
  byLink.set(link, known);
  return known;
}

/** What the person is refused for want of a valid token leads to signing in. A link is nobody's, and leads nowhere. */
export function noticeRefusal(by: TaskProgressClient, error: unknown): void {
  if (by === client && error instanceof TaskProgressError && error.code === ErrorCodes.unauthenticated) tokenWasRefused();
}
