import type { ConnectedMessage, ContractLimits, Position } from './contracts.generated.ts';

const epochOfUnknown: typeof ContractLimits.epochOfUnknown = '0';

/** What to do with a numbered message: take it, drop it, or ask again from the position because something before it is missing. */
export type Verdict = 'apply' | 'duplicate' | 'gap';

/** `reset`: what was known of the task is void; a snapshot or the events from `position` on take its place. */
export interface Resumption {
  readonly position: Position;
  readonly reset: boolean;
}

/** Whether a message continues the position's numbering: a task that is waited for has no epoch of its own before its first message. */
function continues(position: Position | undefined, message: Position): position is Position {
  return position !== undefined && (message.epoch === position.epoch || position.epoch === epochOfUnknown);
}

/** An event is next when it is the position's successor within the same epoch. */
export function judgeEvent(position: Position | undefined, event: Position): Verdict {
  if (!continues(position, event)) return 'gap';
  if (event.seq <= position.seq) return 'duplicate';
  return event.seq === position.seq + 1 ? 'apply' : 'gap';
}

/** A snapshot stands in its place between the events: at the position itself. */
export function judgeSnapshot(position: Position | undefined, snapshot: Position): Verdict {
  if (!continues(position, snapshot)) return 'gap';
  if (snapshot.seq < position.seq) return 'duplicate';
  return snapshot.seq === position.seq ? 'apply' : 'gap';
}

/**
 * `connected` says from where the events follow. When it recovered, what has arrived meanwhile beyond the position that was asked for is
 * kept, and comes again as duplicates. Otherwise the server's position replaces the client's.
 */
export function resume(position: Position | undefined, connected: Pick<ConnectedMessage, 'position' | 'recovered'>): Resumption {
  const reset = connected.recovered !== true;
  const keep = !reset && position?.epoch === connected.position.epoch && position.seq > connected.position.seq;
  return { position: keep ? position : connected.position, reset };
}
