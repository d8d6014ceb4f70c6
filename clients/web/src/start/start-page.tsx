import { useEffect } from 'react';
import { Heading } from '../shared/heading.tsx';
import { GoalForm } from './goal-form.tsx';
import { RecentTasks } from './recent-tasks.tsx';

export function StartPage() {
  useEffect(() => {
    document.title = 'Roadmap';
  }, []);
  return (
    <div className="start">
      <section className="start-form">
        <Heading>Where do you want to get to?</Heading>
        <p className="lead">
          Say what you want to learn. You see the plan being made, you review it, and you leave with a roadmap to study by.
        </p>
        <GoalForm />
      </section>
      <RecentTasks />
    </div>
  );
}
