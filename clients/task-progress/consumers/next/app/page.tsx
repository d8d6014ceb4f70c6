import { Routes } from 'roadmap-task-progress';
import { Progress } from './progress';

/** A server component: it names the paths, and leaves the watching to the browser. */
export default function Page() {
  return (
    <main data-hub={Routes.hub}>
      <Progress taskId="import-1" />
    </main>
  );
}
