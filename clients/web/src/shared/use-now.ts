import { useEffect, useState } from 'react';

const everyMs = 1_000;

/** The time, which goes on as long as it is wanted. */
export function useNow(runs: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [runs]);
  return now;
}
