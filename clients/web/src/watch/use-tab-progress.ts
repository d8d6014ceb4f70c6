import { useEffect } from 'react';

/** How far a task is, as a ring in the tab's icon: a tab in the background shows it. */
export function useTabProgress(percentage: number, ended: boolean): void {
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon === null || ended) return undefined;
    const own = icon.href;
    icon.href = `data:image/svg+xml,${encodeURIComponent(ring(percentage))}`;
    return () => {
      icon.href = own;
    };
  }, [percentage, ended]);
}

function ring(percentage: number): string {
  const around = 2 * Math.PI * 12;
  const done = (around * percentage) / 100;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke-width="6">
    <circle cx="16" cy="16" r="12" stroke="#10644f" stroke-opacity=".25"/>
    <circle cx="16" cy="16" r="12" stroke="#10644f" stroke-dasharray="${done} ${around}" transform="rotate(-90 16 16)"/>
    <circle cx="16" cy="16" r="4" stroke="none" fill="#e2701f"/>
  </svg>`;
}
