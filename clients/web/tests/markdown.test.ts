import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import Markdown from '../src/markdown/markdown.tsx';
import { en } from '../src/words/en/index.ts';

vi.mock('../src/words/language.ts', () => ({ useWords: () => en, useLanguageTag: () => 'en' }));
vi.stubGlobal('navigator', {});

const shown = (text: string) => renderToStaticMarkup(createElement(Markdown, { text })).replace(/^<div class="prose">|<\/div>$/g, '');

describe('a text in Markdown', () => {
  it('has paragraphs, emphasis, code and links', () => {
    expect(shown('One *em* **st** `a<b`\n\n[Docs](https://docs.example/x)')).toBe(
      '<p>One <em>em</em> <strong>st</strong> <code>a&lt;b</code></p>' +
        '<p><a href="https://docs.example/x" target="_blank" rel="noopener noreferrer">Docs</a></p>',
    );
  });

  it('has code as it was written, with its language', () => {
    const html = shown('```python\nif x < 1:\n    print("&amp;")\n```');
    expect(html).toContain('<code>if x &lt; 1:\n    print(&quot;&amp;amp;&quot;)</code>');
    expect(html).toContain('<span>python</span>');
  });

  it('has lists within lists, numbers that go on, and tables', () => {
    expect(shown('3. a\n4. b\n   - c')).toBe('<ol start="3"><li>a</li><li>b<ul><li>c</li></ul></li></ol>');
    expect(shown('|a|b|\n|-|-:|\n|1|`2`|')).toContain('<td class="right"><code>2</code></td>');
  });

  it.each([
    ['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
    ['a <img src=x onerror=alert(1)>', '<p>a &lt;img src=x onerror=alert(1)&gt;</p>'],
    ['[x](javascript:alert(1))', '<p>x</p>'],
    ['<b onclick="x">hi</b>', '<p>&lt;b onclick=&quot;x&quot;&gt;hi&lt;/b&gt;</p>'],
    ['![seen](https://t.example/p.png)', '<p><a href="https://t.example/p.png" target="_blank" rel="noopener noreferrer">seen</a></p>'],
    ['&lt;b&gt; &#x41;&#66; &bogus; &#0;', '<p>&lt;b&gt; AB &amp;bogus; \ufffd</p>'],
  ])('makes of %s nothing that acts', (text, html) => {
    expect(shown(text)).toBe(html);
  });

  it('has its headings below those around it', () => {
    expect(shown('# Big')).toBe('<p class="prose-heading" role="heading" aria-level="7">Big</p>');
  });
});
