import { useEffect } from 'react';
import { Heading } from '../shared/heading.tsx';
import { useWords } from '../words/language.ts';
import { GoalForm } from './goal-form.tsx';
import { RecentTasks } from './recent-tasks.tsx';

export function StartPage() {
  const { site, start } = useWords();
  useEffect(() => {
    document.title = site.name;
  }, [site]);
  return (
    <div className="start">
      <section className="start-form">
        <Heading>{start.heading}</Heading>
        <p className="lead">{start.lead}</p>
        <GoalForm />
      </section>
      <RecentTasks />
    </div>
  );
}
