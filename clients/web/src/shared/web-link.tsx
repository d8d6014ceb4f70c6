import type { ReactNode } from 'react';

/** Of the web, and nothing else: text that somebody wrote becomes no `javascript:` link. */
function isWeb(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

/** A link in what was generated. The page behind it gets neither this window nor its address; what is no link stays text. */
export function WebLink({ url, children }: { url: string; children: ReactNode }) {
  return isWeb(url) ? (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  ) : (
    children
  );
}
