import type { TaskRunStatus } from 'roadmap-task-progress';

interface ProgressBarProps {
  readonly label: string;
  readonly status: TaskRunStatus;
  readonly percentage: number;
}

export function ProgressBar({ label, status, percentage }: ProgressBarProps) {
  return (
    <div
      className={`bar ${status}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(percentage)}
    >
      <div style={{ inlineSize: `${percentage}%` }} />
    </div>
  );
}
