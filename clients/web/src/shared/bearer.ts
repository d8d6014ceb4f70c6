/** Whoever knows in whose name the page calls and connects. */
export interface Bearer {
  /** Of the person who is signed in; empty where nobody is, or need be. */
  readonly token: () => Promise<string>;
  /** By which a task is watched here, where that is not done in the person's own name. */
  readonly linkTo: (taskId: string) => string | undefined;
  /** The person's token is not taken (any more). */
  readonly refused: () => void;
}

let bearer: Bearer | undefined;

export function callInTheNameOf(next: Bearer): void {
  bearer = next;
}

export const token = async (): Promise<string> => (await bearer?.token()) ?? '';

export const linkTo = (taskId: string): string | undefined => bearer?.linkTo(taskId);

export const tokenWasRefused = (): void => bearer?.refused();
