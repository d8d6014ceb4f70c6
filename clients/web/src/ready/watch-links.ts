import { Routes, type WatchLinkBody, type WatchLinkEntry, type WatchLinkList, type WatchLinkReply } from 'roadmap-task-progress';
import { get, post, remove } from '../shared/api.ts';

const day = 86_400;

/** How long a link may be good for, as people choose it. */
export const lives = ['day', 'week', 'quarter'] as const;
export type Life = (typeof lives)[number];

const seconds: Readonly<Record<Life, number>> = { day, week: 7 * day, quarter: 90 * day };

export const makeLink = (taskId: string, life: Life): Promise<WatchLinkReply> => {
  const body: WatchLinkBody = { expires_in: seconds[life] };
  return post<WatchLinkReply>(Routes.watchLinks(taskId), body);
};

/** The links that are good now, the newest first. */
export async function listLinks(taskId: string): Promise<readonly WatchLinkEntry[]> {
  const list = await get<WatchLinkList>(Routes.watchLinks(taskId));
  return list.watch_links.filter((link) => !link.revoked);
}

export const revokeLink = (taskId: string, linkId: string): Promise<void> => remove(Routes.watchLink(taskId, linkId));
