import { ErrorCodes, type TaskProgressError } from 'roadmap-task-progress';
import { Heading } from '../shared/heading.tsx';
import { TaskLink } from '../shared/task-link.tsx';

const headings: Readonly<Record<string, string>> = {
  [ErrorCodes.taskNotFound]: 'There is no such roadmap',
  [ErrorCodes.invalidRequest]: 'This address names no roadmap',
  [ErrorCodes.forbidden]: 'You may not see this roadmap',
  [ErrorCodes.unauthenticated]: 'You are not signed in',
};

export function RefusedPage({ error }: { error: TaskProgressError }) {
  return (
    <section className="refused" role="alert">
      <Heading>{headings[error.code] ?? 'This roadmap cannot be watched'}</Heading>
      <p className="lead">{error.message}</p>
      {error.code === ErrorCodes.taskNotFound && (
        <p className="muted">Roadmaps are kept for a while only, and may have been removed since.</p>
      )}
      <TaskLink className="button primary">Make a new one</TaskLink>
    </section>
  );
}
