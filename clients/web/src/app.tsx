import { lazy } from 'react';
import { Later } from './shared/later.tsx';
import { useTaskId } from './shared/route.ts';
import { TaskLink } from './shared/task-link.tsx';
import { StartPage } from './start/start-page.tsx';
import { useWords } from './words/language.ts';

const WatchPage = lazy(() => import('./watch/watch-page.tsx').then((loaded) => ({ default: loaded.WatchPage })));

export function App() {
  const taskId = useTaskId();
  const { site } = useWords();
  return (
    <>
      <a className="skip" href="#main">
        {site.skip}
      </a>
      <header className="site-header">
        <TaskLink className="brand">
          <img src="./favicon.svg" alt="" width="26" height="26" />
          Roadmap
        </TaskLink>
        {taskId !== undefined && <TaskLink className="button quiet">{site.newRoadmap}</TaskLink>}
      </header>
      <main id="main">
        <Later>{taskId === undefined ? <StartPage /> : <WatchPage key={taskId} taskId={taskId} />}</Later>
      </main>
    </>
  );
}
