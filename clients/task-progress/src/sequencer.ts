import type { ConnectedMessage, ContractLimits, Position } from './contracts.generated.ts';

const epochOfUnknown: typeof ContractLimits.epochOfUnknown = '0';

/** What to do with a numbered message: take it, drop it, or ask again from the position because something before it is missing. */
export type Verdict = 'apply' | 'duplicate' | 'gap';

/** `step`: how far behind the position its place is. A task that is waited for has no epoch of its own before its first message. */
function judge(position: Position | undefined, { epoch, seq }: Position, step: number): Verdict {
  if (position === undefined || (epoch !== position.epoch && position.epoch !== epochOfUnknown)) return 'gap';
  const ahead = seq - position.seq;
  return ahead < step ? 'duplicate' : ahead === step ? 'apply' : 'gap';
}

/** An event is next when it is the position's successor within the same epoch. */
export const judgeEvent = (position: Position | undefined, event: Position): Verdict => judge(position, event, 1);

/** A snapshot stands in its place between the events: at the position itself. */
export const judgeSnapshot = (position: Position | undefined, snapshot: Position): Verdict => judge(position, snapshot, 0);

/**
 * `connected` says from where the events follow. When it recovered, what has arrived meanwhile beyond the position that was asked for is
 * kept, and comes again as duplicates. Otherwise what was known is void, and the server's position replaces the client's.
 */
export function resume(
  position: Position | undefined,
  { position: told, recovered }: Pick<ConnectedMessage, 'position' | 'recovered'>,
): Position {
  return recovered && position?.epoch === told.epoch && position.seq > told.seq ? position : told;
}
