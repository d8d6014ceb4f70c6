import { lazy } from 'react';
import { AccountMenu } from './account/account-menu.tsx';
import { OpenNotice } from './account/open-notice.tsx';
import { SignedIn } from './account/signed-in.tsx';
import { KeyHelp } from './keys/key-help.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { Later } from './shared/later.tsx';
import { PageLink } from './shared/page-link.tsx';
import { start, tasks, useRoute, type Route } from './shared/route.ts';
import { StartPage } from './start/start-page.tsx';
import { useWords } from './words/language.ts';

const TasksPage = lazy(async () => ({ default: (await import('./tasks/tasks-page.tsx')).TasksPage }));
const TaskPage = lazy(async () => ({ default: (await import('./task-page.tsx')).TaskPage }));

export function App() {
  const route = useRoute();
  const { site } = useWords();
  return (
    <>
      <a className="skip" href="#main">
        {site.skip}
      </a>
      <header className="site-header">
        <PageLink to={start} className="brand">
          <img src="./favicon.svg" alt="" width="26" height="26" />
          {site.name}
        </PageLink>
        <OpenNotice />
        <nav aria-label={site.pages}>
          {route.view !== 'start' && (
            <PageLink to={start} className="button quiet">
              {site.newRoadmap}
            </PageLink>
          )}
          <PageLink to={tasks} className="button quiet" current={route.view === 'tasks'}>
            {site.myTasks}
          </PageLink>
        </nav>
        <AccountMenu />
        <LanguageChoice />
        <KeyHelp />
      </header>
      <main id="main">
        {/* What is missing of one page is none of another's. */}
        <Later key={route.view}>
          <SignedIn taskId={route.view === 'task' ? route.taskId : undefined}>
            <Page route={route} />
          </SignedIn>
        </Later>
      </main>
    </>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.view) {
    case 'start':
      return <StartPage />;
    case 'tasks':
      return <TasksPage />;
    case 'task':
      return <TaskPage key={route.taskId} taskId={route.taskId} />;
  }
}
