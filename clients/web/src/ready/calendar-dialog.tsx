import { useState, type FormEvent } from 'react';
import { Routes, type RoadmapDocument } from 'roadmap-task-progress';
import { lastDay } from '../learn/progress.ts';
import { getText } from '../shared/api.ts';
import { dayOf, isDay, nextMonday } from '../shared/days.ts';
import { FailureNote } from '../shared/failure-note.tsx';
import { Modal } from '../shared/modal.tsx';
import { fileName, saveFile } from '../shared/save-file.ts';
import { useWords } from '../words/language.ts';

interface CalendarDialogProps {
  readonly roadmap: RoadmapDocument;
  /** The first day, where the reader has begun already. */
  readonly started: string | undefined;
  readonly onClose: () => void;
}

/** Asks for the first day, and gives the roadmap as a file for a calendar. */
export default function CalendarDialog({ roadmap, started, onClose }: CalendarDialogProps) {
  const { ready, units } = useWords();
  const [start, setStart] = useState(() => started ?? nextMonday(dayOf(new Date())));
  const [loading, setLoading] = useState(false);
  const [failure, setFailure] = useState<unknown>();

  const download = async (event: FormEvent) => {
    event.preventDefault();
    setLoading(true);
    setFailure(undefined);
    try {
      const calendar = await getText(`${Routes.roadmapCalendar(roadmap.roadmap_id)}?${new URLSearchParams({ start })}`);
      saveFile(fileName(roadmap.title, 'ics'), 'text/calendar', calendar);
      onClose();
    } catch (error) {
      setFailure(error);
      setLoading(false);
    }
  };

  return (
    <Modal title={ready.calendarTitle} onClose={onClose}>
      <form className="ready-form" onSubmit={(event) => void download(event)}>
        <p>{ready.calendarLead(units.hours(roadmap.hours_per_week))}</p>
        <label>
          {ready.firstDay}
          <input type="date" required value={start} onChange={(event) => setStart(event.target.value)} />
        </label>
        <p className="hint" aria-live="polite">
          {isDay(start) && ready.lastDay(units.day(lastDay(roadmap, start)))}
        </p>
        <FailureNote error={failure} />
        <button className="button primary" disabled={loading || !isDay(start)}>
          {ready.download}
        </button>
      </form>
    </Modal>
  );
}
