import { useEffect, useState } from 'react';
import { Routes, type ReviewPreview } from 'roadmap-task-progress';
import { post } from '../shared/api.ts';

/** Long enough that a word is typed, short enough that nobody waits for it. */
const pauseInTyping = 300;

/** What feedback would do to the plan, as it is typed. Nothing while that is not known, which keeps nobody from sending it. */
export function usePreview(taskId: string, feedback: string): ReviewPreview | undefined {
  const [answer, setAnswer] = useState<{ readonly feedback: string; readonly preview: ReviewPreview }>();

  useEffect(() => {
    if (feedback === '') return;
    const typing = new AbortController();
    const timer = setTimeout(() => {
      post<ReviewPreview>(Routes.previewReview(taskId), { feedback }, typing.signal).then(
        (preview) => setAnswer({ feedback, preview }),
        () => setAnswer(undefined),
      );
    }, pauseInTyping);
    return () => {
      clearTimeout(timer);
      typing.abort();
    };
  }, [taskId, feedback]);

  return answer?.feedback === feedback ? answer.preview : undefined;
}
