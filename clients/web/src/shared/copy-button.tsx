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
  const [said, setSaid] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => setSaid(undefined), saidFor);
    return () => clearTimeout(timer);
  }, [said]);

  if (!('clipboard' in navigator)) return null;
  const copy = () =>
    void navigator.clipboard.writeText(text()).then(
      () => setSaid('copied'),
      () => setSaid('refused'),
    );
  return (
    <>
      <button type="button" className="button quiet small" lang={tag} onClick={copy}>
        {said === undefined ? (label ?? copyButton.copy) : copyButton[said]}
      </button>
      <span className="visually-hidden" role="status" lang={tag}>
        {said !== undefined && copyButton[said]}
      </span>
    </>
  );
}
