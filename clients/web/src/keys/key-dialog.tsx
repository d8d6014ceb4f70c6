import { Modal } from '../shared/modal.tsx';
import { useWords } from '../words/language.ts';

/** What each does, and the keys as they stand on a keyboard. */
const combinations = [
  ['help', '?'],
  ['newRoadmap', 'N'],
  ['tasks', 'T'],
  ['send', 'Ctrl', 'Enter'],
  ['leave', 'Esc'],
] as const;

interface KeyDialogProps {
  readonly singleKeys: boolean;
  readonly onTurn: (on: boolean) => void;
  readonly onClose: () => void;
}

/** Shows which keys there are, and turns those without a modifier off. */
export default function KeyDialog({ singleKeys, onTurn, onClose }: KeyDialogProps) {
  const { keys } = useWords();
  return (
    <Modal title={keys.heading} onClose={onClose}>
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
        <input type="checkbox" checked={singleKeys} onChange={(event) => onTurn(event.target.checked)} />
        {keys.singleKeys}
      </label>
    </Modal>
  );
}
