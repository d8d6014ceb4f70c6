import { lazy, Suspense, useEffect, useState } from 'react';
import { oneOf } from '../kept/forms.ts';
import { keptOnDevice } from '../kept/kept.ts';
import { LoadedPart } from '../shared/loaded-part.tsx';
import { useWords } from '../words/language.ts';
import { actionOf } from './keys.ts';

const KeyDialog = lazy(() => import('./key-dialog.tsx'));

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
        <LoadedPart fallback={null}>
          <Suspense>
            <KeyDialog singleKeys={singleKeys} onTurn={turn} onClose={() => setShown(false)} />
          </Suspense>
        </LoadedPart>
      )}
    </>
  );
}

const areOn = (): boolean => singleKeysOff.read() === undefined;
