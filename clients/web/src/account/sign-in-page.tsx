import { useEffect, useId, useState, type FormEvent } from 'react';
import { Heading } from '../shared/heading.tsx';
import { useWords } from '../words/language.ts';
import { leaveForProvider, signInWith, type SignInTrouble } from './session.ts';

interface SignInPageProps {
  readonly by: 'provider' | 'token';
  readonly trouble: SignInTrouble | undefined;
}

export function SignInPage({ by, trouble }: SignInPageProps) {
  const { account, site } = useWords();
  useEffect(() => {
    document.title = `${account.signIn} · ${site.name}`;
  }, [account, site]);
  return (
    <section className="sign-in">
      <Heading>{account.heading}</Heading>
      {trouble !== undefined && (
        <p className="alert bad" role="alert">
          {account.troubles[trouble]}
        </p>
      )}
      {by === 'provider' ? <AtProvider /> : <WithToken />}
    </section>
  );
}

function AtProvider() {
  const { account } = useWords();
  const [leaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    await leaveForProvider();
    setLeaving(false);
  };
  return (
    <>
      <p className="lead">{account.atProvider}</p>
      <button className="button primary large" disabled={leaving} onClick={() => void leave()}>
        {account.signIn}
      </button>
    </>
  );
}

function WithToken() {
  const { account } = useWords();
  const id = useId();
  const [token, setToken] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    signInWith(token);
  };
  return (
    <form className="sign-in-form" onSubmit={send}>
      <p className="lead">{account.withToken}</p>
      <label htmlFor={id}>{account.token}</label>
      <input
        id={id}
        type="password"
        autoComplete="off"
        spellCheck={false}
        required
        value={token}
        aria-describedby={`${id}-kept`}
        onChange={(event) => setToken(event.target.value)}
      />
      <p id={`${id}-kept`} className="hint">
        {account.tokenKept}
      </p>
      <button className="button primary large">{account.signIn}</button>
    </form>
  );
}
