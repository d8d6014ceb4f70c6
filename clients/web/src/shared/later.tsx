import { Suspense, type ReactNode } from 'react';
import { useWords } from '../words/language.ts';
import { LoadedPart } from './loaded-part.tsx';

/** Around parts of the page that are loaded when they are first shown. When one does not come, as after a deployment, it says so. */
export function Later({ children }: { children: ReactNode }) {
  const { site } = useWords();
  const missing = (
    <p role="alert">
      {site.partMissing}{' '}
      <button type="button" onClick={() => location.reload()}>
        {site.loadAgain}
      </button>
    </p>
  );
  return (
    <LoadedPart fallback={missing}>
      <Suspense fallback={<p className="loading">{site.loading}</p>}>{children}</Suspense>
    </LoadedPart>
  );
}
