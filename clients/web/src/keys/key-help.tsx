import { useEffect, useState } from 'react';
import { oneOf } from '../kept/forms.ts';
import { keptOnDevice } from '../kept/kept.ts';
import { Modal } from '../shared/modal.tsx';
import { useWords } from '../words/language.ts';
import { actionOf } from './keys.ts';

/** What each does, and the keys as they stand on a keyboard. */
const combinations = [
  ['help', '?'],
  ['newRoadmap', 'N'],
  ['tasks', 'T'],
  ['send', 'Ctrl', 'Enter'],
  ['leave', 'Esc'],
] as const;

/** Kept where they are turned off, by earlier versions as an empty text. */
const singleKeysOff = keptOnDevice('roadmap:no-single-keys', oneOf<true | ''>([true, '']));

/** Listens to the page's keys, and shows which there are. */
export function KeyHelp() {
  const { keys } = useWords();
  const [shown, setShown] = useState(false);
  const [singleKeys, setSingleKeys] = useState(areOn);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const action = actionOf(event, singleKeys, () => setShown(true));
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [singleKeys]);

  useEffect(() => singleKeysOff.listen(() => setSingleKeys(areOn())), []);

  const turn = (on: boolean) => {
    setSingleKeys(on);
    singleKeysOff.keep(on ? undefined : true);
  };

  return (
    <>
      <button className="button quiet key-help-button" aria-label={keys.heading} onClick={() => setShown(true)}>
        ?
      </button>
      {shown && (
        <Modal title={keys.heading} onClose={() => setShown(false)}>
          <dl className="key-help">
            {combinations.map(([does, ...pressed]) => (
              <div key={does}>
                <dt>
                  {pressed.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{keys[does]}</dd>
              </div>
            ))}
          </dl>
          <label className="check">
            <input type="checkbox" checked={singleKeys} onChange={(event) => turn(event.target.checked)} />
            {keys.singleKeys}
          </label>
        </Modal>
      )}
    </>
  );
}

const areOn = (): boolean => singleKeysOff.read() === undefined;
