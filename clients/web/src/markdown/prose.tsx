import { lazy, Suspense } from 'react';
import { LoadedPart } from '../shared/loaded-part.tsx';

const Markdown = lazy(() => import('./markdown.tsx'));

/** A text in Markdown. As it is written, until what renders it is there. */
export function Prose({ text }: { text: string }) {
  const written = <p className="prose-written">{text}</p>;
  return (
    <LoadedPart fallback={written}>
      <Suspense fallback={written}>
        <Markdown text={text} />
      </Suspense>
    </LoadedPart>
  );
}
