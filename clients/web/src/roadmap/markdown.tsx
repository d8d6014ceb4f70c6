import MarkdownToJsx, { type MarkdownToJSX } from 'markdown-to-jsx/react';
import { memo, type ReactNode } from 'react';
import { WebLink } from '../shared/web-link.tsx';

/** What a study guide's text may hold: no markup of its own, no picture from elsewhere, and no heading that this page has not made. */
const options: MarkdownToJSX.Options = {
  disableParsingRawHTML: true,
  disableAutoLink: true,
  disableFrontmatter: true,
  forceBlock: true,
  wrapper: ({ children }: { children?: ReactNode }) => <div className="markdown">{children}</div>,
  overrides: {
    a: ({ href, children }: { href?: string; children: ReactNode }) => <WebLink url={href ?? ''}>{children}</WebLink>,
    img: ({ alt }: { alt?: string }) => alt,
    pre: ({ children }: { children: ReactNode }) => <pre tabIndex={0}>{children}</pre>,
    ...Object.fromEntries(
      ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((heading) => [
        heading,
        ({ children }: { children: ReactNode }) => (
          <p>
            <strong>{children}</strong>
          </p>
        ),
      ]),
    ),
  },
};

/** A roadmap is rendered anew with every event; a text that has not changed is not. */
export default memo(function Markdown({ text }: { text: string }) {
  return <MarkdownToJsx options={options}>{text}</MarkdownToJsx>;
});
