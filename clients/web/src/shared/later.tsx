import { Component, Suspense, type ReactNode } from 'react';
import { useWords } from '../words/language.ts';

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
    <Missing instead={missing}>
      <Suspense fallback={<p className="loading">{site.loading}</p>}>{children}</Suspense>
    </Missing>
  );
}

class Missing extends Component<{ instead: ReactNode; children: ReactNode }, { isMissing: boolean }> {
  static getDerivedStateFromError() {
    return { isMissing: true };
  }

  override state = { isMissing: false };

  override render(): ReactNode {
    return this.state.isMissing ? this.props.instead : this.props.children;
  }
}
