/** What a browser tells a page about its network and its being seen. */
export interface BrowserListener {
  wake(): void;
  online(): void;
  offline(): void;
}

/** Listens, where there is a browser. Returns a function that ends it. */
export function listenToBrowser(listener: BrowserListener): () => void {
  if (typeof document === 'undefined') return () => undefined;
  const ending = new AbortController();
  const listen = (type: string, told: () => void) => addEventListener(type, told, { signal: ending.signal });
  const seen = () => document.visibilityState === 'visible' && listener.wake();
  listen('visibilitychange', seen);
  // Also when the page comes back from the page cache, in which its connection has died.
  listen('pageshow', seen);
  listen('online', () => listener.online());
  listen('offline', () => listener.offline());
  return () => ending.abort();
}
