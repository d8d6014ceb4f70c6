import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import Markdown from '../src/roadmap/markdown.tsx';

const shown = (text: string) => renderToStaticMarkup(createElement(Markdown, { text }));

describe('a study guide’s text', () => {
  it('has paragraphs, lists and code as it was written', () => {
    expect(shown('Use `a < b`:\n\n- one\n- two\n\n```python\nif a < b:\n\n    ## no heading\n    print("**")\n```')).toBe(
      '<div class="markdown"><p>Use <code>a &lt; b</code>:</p><ul><li>one</li><li>two</li></ul>' +
        '<pre tabindex="0"><code class="language-python lang-python">if a &lt; b:\n\n    ## no heading\n' +
        '    print(&quot;**&quot;)</code></pre></div>',
    );
  });

  it('has no headings among those of the page', () => {
    expect(shown('### A finer point\n\nText.')).toBe('<div class="markdown"><p><strong>A finer point</strong></p><p>Text.</p></div>');
  });

  it('brings no markup of its own, no picture and no script', () => {
    const page = shown('<b onclick="x">hi</b> <script>x</script> [a](javascript:x) ![seen](https://elsewhere.example/x.png)');
    expect(page).toContain('&lt;b onclick=&quot;x&quot;&gt;');
    expect(page).toContain(' a seen');
    expect(page).not.toMatch(/<(b|script|img|a|link)\b/);
  });

  it('has links that the page behind them cannot use', () => {
    expect(shown('[docs](https://docs.example)')).toContain(
      '<a href="https://docs.example" target="_blank" rel="noopener noreferrer">docs</a>',
    );
  });
});
