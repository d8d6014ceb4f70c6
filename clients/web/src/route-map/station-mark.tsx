import type { ConceptState } from '../task/concepts.ts';
import type { Station } from './layout.ts';

/** Of a concept: how far it is made, or, for somebody who learns by the plan, how far it is learnt. */
export type StationState = ConceptState | 'learnt' | 'next';

interface StationMarkProps {
  readonly station: Station;
  readonly state: StationState;
  readonly isLast: boolean;
}

/** States differ in form, not in colour only: hollow, with a core, full, with a tick or crossed out. The last one has a ring. */
export function StationMark({ station: { x, y }, state, isLast }: StationMarkProps) {
  return (
    <g className={`station-mark ${state}`} transform={`translate(${x} ${y})`}>
      {isLast && <circle className="goal" r="12" />}
      <circle className="rim" r="7.5" />
      {(state === 'making' || state === 'next' || state === 'partly') && <circle className="core" r="3.5" />}
      {state === 'failed' && <path className="sign" d="M-3 -3 L3 3 M3 -3 L-3 3" />}
      {(state === 'made' || state === 'learnt') && <path className="sign" d="M-3.2 0.2 L-0.8 2.6 L3.4 -2.4" />}
    </g>
  );
}
