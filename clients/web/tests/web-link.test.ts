import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { WebLink } from '../src/shared/web-link.tsx';

const shown = (url: string) => renderToStaticMarkup(createElement(WebLink, { url, children: 'A book' }));

describe('a link in what was generated', () => {
  it.each(['https://book.example/a?b=c', 'http://book.example', 'HTTPS://BOOK.EXAMPLE'])('leads to %s, without this window', (url) => {
    expect(shown(url)).toBe(`<a href="${url}" target="_blank" rel="noopener noreferrer">A book</a>`);
  });

  it.each([
    'javascript:alert(1)', 'JavaScript:alert(1)', ' javascript:alert(1)', 'java\nscript:alert(1)', '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>', 'vbscript:x', 'file:///etc/passwd', '//book.example', '/api/v1/tasks',
    'mailto:a@b.example', '',
  ])('is none where the address is %j', (url) => {
    expect(shown(url)).toBe('A book');
  });
});
