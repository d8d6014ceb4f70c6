/** Whether a value that anybody may have left behind is of a form. */
export type Form<T> = (value: unknown) => value is T;

/** What a form takes. */
export type Of<F> = F extends Form<infer T> ? T : never;

export const text: Form<string> = (value) => typeof value === 'string';

export const flag: Form<boolean> = (value) => typeof value === 'boolean';

export const figure: Form<number> = (value) => typeof value === 'number';

export const oneOf =
  <T>(known: readonly T[]): Form<T> =>
  (value): value is T =>
    known.includes(value as T);

export const listOf =
  <T>(form: Form<T>): Form<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(form);

/** An object with at least these members. */
export const having =
  <T extends object>(members: { readonly [Name in keyof T]-?: Form<T[Name]> }): Form<Readonly<T>> =>
  (value): value is Readonly<T> =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries<Form<unknown>>(members).every(([name, form]) => form((value as Readonly<Record<string, unknown>>)[name]));
