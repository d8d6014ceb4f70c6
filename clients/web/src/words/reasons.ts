import type { ReasonKeys } from 'roadmap-task-progress';

type Known = Exclude<(typeof ReasonKeys)[keyof typeof ReasonKeys], typeof ReasonKeys.asTold>;

/** What the server's reasons say, by their keys. */
export type Reasons = Readonly<Record<Known, (values: readonly string[]) => string>>;
