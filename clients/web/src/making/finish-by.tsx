import { useState, type FormEvent } from 'react';
import { useWords } from '../words/language.ts';

interface FinishByProps {
  readonly disabled: boolean;
  readonly onAsk: (feedback: string) => void;
}

/** Asks for a plan that is done by a day. */
export function FinishBy({ disabled, onAsk }: FinishByProps) {
  const { making } = useWords();
  const [day, setDay] = useState<string>();
  if (day === undefined)
    return (
      <button type="button" className="chip" disabled={disabled} onClick={() => setDay('')}>
        {making.finishBySome}
      </button>
    );

  const ask = (event: FormEvent) => {
    event.preventDefault();
    setDay(undefined);
    onAsk(making.finishBy(day));
  };
  return (
    <form className="finish-by" onSubmit={ask}>
      <input type="date" required autoFocus aria-label={making.finishByDay} value={day} onChange={(event) => setDay(event.target.value)} />
      <button className="chip" disabled={disabled}>
        {making.takeDay}
      </button>
    </form>
  );
}
