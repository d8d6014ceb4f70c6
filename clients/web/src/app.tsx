import { useTaskId } from './shared/route.ts';
import { TaskLink } from './shared/task-link.tsx';
import { StartPage } from './start/start-page.tsx';
import { WatchPage } from './watch/watch-page.tsx';

export function App() {
  const taskId = useTaskId();
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="site-header">
        <TaskLink className="brand">
          <img src="/favicon.svg" alt="" width="26" height="26" />
          Roadmap
        </TaskLink>
        {taskId !== undefined && <TaskLink className="button quiet">New roadmap</TaskLink>}
      </header>
      <main id="main">{taskId === undefined ? <StartPage /> : <WatchPage key={taskId} taskId={taskId} />}</main>
    </>
  );
}
