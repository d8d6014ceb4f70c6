import { CopyButton } from '../shared/copy-button.tsx';
import { commandsIn } from './commands.ts';

export function CodeBlock({ code, language }: { code: string; language: string | undefined }) {
  return (
    <div className="code">
      <div className="code-tools">
        <span>{language}</span>
        <CopyButton text={() => (language === 'console' ? commandsIn(code) : code)} />
      </div>
      {/* It is scrolled with the keyboard, too. */}
      <pre tabIndex={0} translate="no">
        <code>{code}</code>
      </pre>
    </div>
  );
}
