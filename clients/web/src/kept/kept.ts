import type { Form } from './forms.ts';

/**
 * Where a browser keeps things for this page. Private windows, full storages and browsers that are told to keep nothing cost no more than
 * that: there, things last until the page is left.
 */
class Place {
  readonly #storage: () => Storage;
  readonly #unkept = new Map<string, unknown>();

  /** @param storage Throws where a browser lets no page keep anything. */
  constructor(storage: () => Storage) {
    this.#storage = storage;
  }

  isThere(): boolean {
    try {
      return this.#storage() !== null;
    } catch {
      return false;
    }
  }

  read(key: string): unknown {
    if (this.#unkept.has(key)) return this.#unkept.get(key);
    try {
      return parsed(this.#storage().getItem(key));
    } catch {
      return undefined;
    }
  }

  write(key: string, value: unknown): void {
    this.#unkept.delete(key);
    try {
      if (value === undefined) this.#storage().removeItem(key);
      else this.#storage().setItem(key, JSON.stringify(value));
    } catch {
      if (value !== undefined) this.#unkept.set(key, value);
    }
  }

  forget(isMeant: (key: string) => boolean): void {
    for (const key of [...this.#unkept.keys()].filter(isMeant)) this.#unkept.delete(key);
    try {
      const storage = this.#storage();
      for (const key of Object.keys(storage).filter(isMeant)) storage.removeItem(key);
    } catch {
      // Then nothing was kept.
    }
  }

  /** What another tab has changed, or taken away, counts. */
  listen(key: string, listener: () => void): () => void {
    const heard = (event: StorageEvent) => {
      if (event.key !== key && event.key !== null) return;
      this.#unkept.delete(key);
      listener();
    };
    addEventListener('storage', heard);
    return () => removeEventListener('storage', heard);
  }
}

const tab = new Place(() => sessionStorage);
const device = new Place(() => localStorage);

/** What the browser keeps for this page under one key, as JSON. */
export class Kept<T> {
  readonly #place: Place;
  readonly #key: string;
  readonly #form: Form<T>;

  constructor(place: Place, key: string, form: Form<T>) {
    this.#place = place;
    this.#key = key;
    this.#form = form;
  }

  /** Undefined where nothing is kept, or nothing of this form: it may be of another version of this page, or anybody's. */
  read(): T | undefined {
    const value = this.#place.read(this.#key);
    return this.#form(value) ? value : undefined;
  }

  /** Undefined forgets it. */
  keep(value: T | undefined): void {
    this.#place.write(this.#key, value);
  }

  /** Tells when another tab has changed it. Returns a function that ends that. */
  listen(listener: () => void): () => void {
    return this.#place.listen(this.#key, listener);
  }
}

/** Kept until the tab is closed. */
export const keptInTab = <T>(key: string, form: Form<T>): Kept<T> => new Kept(tab, key, form);

/** Kept in this browser for all of its tabs. */
export const keptOnDevice = <T>(key: string, form: Form<T>): Kept<T> => new Kept(device, key, form);

/** Whether the browser keeps anything for the page. */
export const isKept = (): boolean => tab.isThere();

export const forgetInTab = (isMeant: (key: string) => boolean): void => tab.forget(isMeant);

/** What earlier versions of this page kept as it is, without quotes, is text. */
function parsed(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
