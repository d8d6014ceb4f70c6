import { useEffect, useState } from 'react';
import { useLanguageTag, useWords } from '../words/language.ts';

const saidFor = 2_000;

interface CopyButtonProps {
  readonly text: () => string;
  /** What it copies, where that is not plain to see. */
  readonly label?: string;
}

/** Nothing where the browser lets no page write to the clipboard: without https it does not. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const { copyButton } = useWords();
  const tag = useLanguageTag();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), saidFor);
    return () => clearTimeout(timer);
  }, [copied]);

  if (!('clipboard' in navigator)) return null;
  const copy = () =>
    void navigator.clipboard.writeText(text()).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <button type="button" className="button quiet small" lang={tag} onClick={copy}>
      <span role="status">{copied ? copyButton.copied : (label ?? copyButton.copy)}</span>
    </button>
  );
}
