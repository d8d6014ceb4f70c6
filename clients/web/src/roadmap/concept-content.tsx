import type { QuizContent, ResourcesContent, TutorialContent } from 'roadmap-task-progress';
import { Prose } from '../markdown/prose.tsx';
import { find } from '../shared/text.ts';
import { WebLink } from '../shared/web-link.tsx';
import { useLanguageTag, useWords } from '../words/language.ts';

// Whoever writes content may say the same twice: its parts are told apart by their places, and come and go together.

/** `known`: what the reader has just read, and need not read twice. */
export function StudyGuide({ tutorial, known }: { tutorial: TutorialContent; known: string }) {
  const { roadmap } = useWords();
  const tag = useLanguageTag();
  return (
    <section className="content">
      <h5 lang={tag}>{roadmap.studyGuide}</h5>
      {tutorial.summary !== known && <p className="content-summary">{tutorial.summary}</p>}
      {tutorial.sections.map((section, index) => (
        <section key={index}>
          <h6>{section.title}</h6>
          <Prose text={section.body} />
        </section>
      ))}
    </section>
  );
}

export function Resources({ resources }: { resources: ResourcesContent }) {
  const { roadmap } = useWords();
  const tag = useLanguageTag();
  return (
    <section className="content">
      <h5 lang={tag}>{roadmap.resources}</h5>
      {resources.items.length === 0 && (
        <p className="muted" lang={tag}>
          {roadmap.noResources}
        </p>
      )}
      <ul className="resources">
        {resources.items.map((item, index) => (
          <li key={index}>
            <WebLink url={item.url}>{item.title}</WebLink>
            <span className="muted" lang={tag}>
              {find(roadmap.resourceKinds, item.kind) ?? item.kind}
            </span>
            <span className="paper-only">{item.url}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Questions({ quiz }: { quiz: QuizContent }) {
  const { roadmap } = useWords();
  const tag = useLanguageTag();
  return (
    <section className="content">
      <h5 lang={tag}>{roadmap.questions}</h5>
      <ol className="questions">
        {quiz.questions.map((question, index) => (
          <li key={index}>
            <p>{question.question}</p>
            <details className="answer">
              <summary lang={tag}>{roadmap.answer}</summary>
              <p>{question.answer}</p>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}
