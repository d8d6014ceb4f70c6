import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { JournalEntry } from '../task/journal.ts';
import { useWords } from '../words/language.ts';
import { JournalRow } from './journal-row.tsx';
import type { EventLink } from './use-event-link.ts';

interface JournalListProps {
  readonly entries: readonly JournalEntry[];
  readonly linked: EventLink | undefined;
  /** The reader has come to the last row, by scrolling. */
  readonly onEnd?: () => void;
}

const rowHeight = 34;
const overscan = 8;
const measureAnewEvery = 10_000;

/** The rows that are in sight, of any number. */
export function JournalList({ entries, linked, onEnd }: JournalListProps) {
  const { log } = useWords();
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => list.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => entries[index]?.id ?? index,
    overscan,
  });

  // The sizes of rows are remembered by their events: those of events that are gone would be so for ever.
  const measuredFrom = useRef(0);
  useLayoutEffect(() => {
    const newest = entries[0]?.event.seq ?? 0;
    if (Math.abs(newest - measuredFrom.current) < measureAnewEvery) return;
    measuredFrom.current = newest;
    rows.measure();
    for (const row of list.current?.querySelectorAll('[data-index]') ?? []) rows.measureElement(row);
  }, [entries, rows]);

  // What is added above must not move what is being read.
  const reading = useRef<{ readonly id: string; readonly below: number }>(undefined);
  useLayoutEffect(() => {
    const at = reading.current;
    const index = at === undefined ? -1 : entries.findIndex(({ id }) => id === at.id);
    const start = index < 0 ? undefined : rows.getOffsetForIndex(index, 'start')?.[0];
    if (at !== undefined && start !== undefined && list.current !== null) list.current.scrollTop = start + at.below;
  }, [entries, rows]);
  const remember = () => {
    const offset = list.current?.scrollTop ?? 0;
    const first = rows.getVirtualItems().find((row) => row.end > offset);
    const entry = first === undefined || offset === 0 ? undefined : entries[first.index];
    reading.current = entry && first && { id: entry.id, below: offset - first.start };
    if (offset > 0 && rows.getVirtualItems().at(-1)?.index === entries.length - 1) onEnd?.();
  };

  // Goes to the event that the address names as soon as it is there. Rows around it are measured only when they are rendered, and more of
  // the page may come above the log: so it is stayed with until the reader does something.
  const opened = useRef<EventLink>(undefined);
  const left = useRef<EventLink>(undefined);
  useEffect(() => {
    if (linked === undefined) return undefined;
    const acting = new AbortController();
    const leave = () => {
      left.current = linked;
      acting.abort();
    };
    const options = { signal: acting.signal, passive: true };
    for (const act of ['pointerdown', 'wheel', 'touchmove', 'keydown']) addEventListener(act, leave, options);
    return () => acting.abort();
  }, [linked]);
  useEffect(() => {
    if (linked === undefined || left.current === linked || list.current === null) return;
    const index = entries.findIndex(({ event }) => event.seq === linked.seq);
    const entry = entries[index];
    const start = rows.getOffsetForIndex(index, 'start')?.[0];
    if (entry === undefined || start === undefined) return;
    if (Math.abs(list.current.scrollTop - start) > 1) list.current.scrollTop = start;
    list.current.scrollIntoView({ block: 'nearest' });
    const row = rowAt(index);
    if (opened.current === linked || row === null) return;
    opened.current = linked;
    setOpen((before) => new Set(before).add(entry.id));
    row.focus({ preventScroll: true });
  });

  const rowAt = (index: number) => list.current?.querySelector<HTMLElement>(`[data-index="${index}"] button`) ?? null;

  function focusRow(index: number): void {
    if (index < 0 || index >= entries.length) return;
    rows.scrollToIndex(index, { align: 'auto' });
    requestAnimationFrame(() => {
      rowAt(index)?.focus({ preventScroll: true });
      list.current?.scrollIntoView({ block: 'nearest' });
    });
  }

  const walk = (event: KeyboardEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (row === null || step === 0) return;
    event.preventDefault();
    focusRow(Number(row.dataset['index']) + step);
  };

  const toggle = (id: string) =>
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });

  return (
    <div ref={list} className="journal-list" role="group" aria-label={log.latestFirst} tabIndex={0} onScroll={remember} onKeyDown={walk}>
      {entries.length === 0 && <p className="muted">{log.nothing}</p>}
      <ol style={{ blockSize: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const entry = entries[index];
          return (
            entry && (
              <li
                key={key}
                ref={rows.measureElement}
                className={entry.tone}
                style={{ transform: `translateY(${start}px)` }}
                data-index={index}
                data-position={entry.id}
                aria-setsize={entries.length}
                aria-posinset={index + 1}
              >
                <JournalRow entry={entry} isOpen={open.has(entry.id)} isLinked={entry.event.seq === linked?.seq} onToggle={toggle} />
              </li>
            )
          );
        })}
      </ol>
    </div>
  );
}
