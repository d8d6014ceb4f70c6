import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import type { ListedTask } from 'roadmap-task-progress';
import { TaskRow } from './task-row.tsx';

const rowHeight = 76;
const overscan = 6;

/** The rows that are in sight, of any number. */
export function TaskRows({ tasks, label }: { tasks: readonly ListedTask[]; label: string }) {
  const list = useRef<HTMLOListElement>(null);
  const [top, setTop] = useState(0);
  const rows = useWindowVirtualizer({
    count: tasks.length,
    estimateSize: () => rowHeight,
    getItemKey: (index) => tasks[index]?.task_id ?? index,
    overscan,
    scrollMargin: top,
  });
  // What stands above the list has other heights in other widths and languages.
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0));

  return (
    <ol ref={list} className="task-rows" aria-label={label} style={{ blockSize: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(({ index, key, start }) => {
        const task = tasks[index];
        return (
          task && (
            <li
              key={key}
              ref={rows.measureElement}
              style={{ transform: `translateY(${start - top}px)` }}
              data-index={index}
              aria-setsize={tasks.length}
              aria-posinset={index + 1}
            >
              <TaskRow task={task} />
            </li>
          )
        );
      })}
    </ol>
  );
}
