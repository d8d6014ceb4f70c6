import { flag, having, text, type Of } from '../kept/forms.ts';
import { keptInTab } from '../kept/kept.ts';
import { taskIdNow } from '../shared/route.ts';

/** What may be done with a task here. The server has the last word; the page shows no button that would be refused. */
export interface TaskRights {
  readonly control: boolean;
  readonly review: boolean;
}

const linkForm = having({ token: text, review: flag });
type Link = Of<typeof linkForm>;

const everything: TaskRights = { control: true, review: true };
const linkOf = (taskId: string) => keptInTab(`roadmap:link:${taskId}`, linkForm);

/** The token of the link by which a task is watched in this tab. */
export const linkTo = (taskId: string): string | undefined => linkOf(taskId).read()?.token;

export function rightsTo(taskId: string): TaskRights {
  const link = linkOf(taskId).read();
  return link === undefined ? everything : { control: false, review: link.review };
}

/** A link stands behind the `#` of an address, which no server sees. It is taken out of it at once, before anybody can copy it. */
export function listenForLinks(): void {
  takeLink();
  // A link that is opened in the same tab changes nothing but what is behind the `#`.
  addEventListener('hashchange', () => {
    if (takeLink()) location.reload();
  });
}

/** The task is watched in the person's own name again, if it may be. */
export function leaveLink(taskId: string): void {
  linkOf(taskId).keep(undefined);
  location.reload();
}

/** `#link=TOKEN`, and `&may=review` where it may do that. */
function takeLink(): boolean {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const token = fragment.get('link');
  if (token === null) return false;
  const taskId = taskIdNow();
  const link: Link = { token, review: fragment.get('may') === 'review' };
  if (taskId !== undefined && token !== '') linkOf(taskId).keep(link);
  history.replaceState(history.state, '', location.pathname + location.search);
  return true;
}
