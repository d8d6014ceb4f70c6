/** Where what nobody caught is reported, without passing through us. */
export function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}

/** Calls a handler of the user's. It may throw, or be async and fail: it harms nothing but itself. */
export function tell<T>(handler: ((value: T) => unknown) | undefined, value: T): void {
  try {
    const returned = handler?.(value);
    if (returned instanceof Promise) returned.catch(report);
  } catch (error) {
    report(error);
  }
}
