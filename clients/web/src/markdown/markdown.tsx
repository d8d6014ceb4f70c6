import { Fragment, memo, type ReactNode } from 'react';
import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { WebLink } from '../shared/web-link.tsx';
import { CodeBlock } from './code-block.tsx';
import { decoded } from './entities.ts';
import './prose.css';

/**
 * What was generated as Markdown, as elements of this page: HTML in it stays text, and pictures are links to them. A roadmap is rendered
 * anew whenever some of it has changed; a text that has not is not.
 */
export default memo(function Markdown({ text }: { text: string }) {
  return <div className="prose">{rendered(lexer(text))}</div>;
});

function rendered(tokens: readonly Token[] | undefined): ReactNode {
  return tokens?.map((token, index) => <Fragment key={index}>{elementOf(token as MarkedToken)}</Fragment>);
}

function elementOf(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'paragraph':
      return <p>{rendered(token.tokens)}</p>;
    case 'text':
      return token.tokens === undefined ? decoded(token.text) : rendered(token.tokens);
    case 'escape':
      return token.text;
    case 'html':
      return token.block ? <p>{token.text}</p> : token.text;
    case 'heading':
      // Below the heading of the section that it stands in.
      return (
        <p className="prose-heading" role="heading" aria-level={7}>
          {rendered(token.tokens)}
        </p>
      );
    case 'strong':
      return <strong>{rendered(token.tokens)}</strong>;
    case 'em':
      return <em>{rendered(token.tokens)}</em>;
    case 'del':
      return <del>{rendered(token.tokens)}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'hr':
      return <hr />;
    case 'link':
      return <WebLink url={token.href}>{rendered(token.tokens)}</WebLink>;
    case 'image':
      return <WebLink url={token.href}>{token.text}</WebLink>;
    case 'code':
      return <CodeBlock code={token.text} language={token.lang?.split(/\s/)[0]} />;
    case 'blockquote':
      return <blockquote>{rendered(token.tokens)}</blockquote>;
    case 'list':
      return <List list={token} />;
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'table':
      return <Table table={token} />;
    default:
      return null;
  }
}

function List({ list }: { list: Tokens.List }) {
  const items = list.items.map((item, index) => <li key={index}>{rendered(item.tokens)}</li>);
  return list.ordered ? <ol start={list.start === '' ? undefined : list.start}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ table }: { table: Tokens.Table }) {
  return (
    <div className="prose-table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {table.header.map((cell, index) => (
              <th key={index} scope="col" className={cell.align ?? undefined}>
                {rendered(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} className={cell.align ?? undefined}>
                  {rendered(cell.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
