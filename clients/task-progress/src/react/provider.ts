'use client';

import { createContext, createElement, useContext, type ReactElement, type ReactNode } from 'react';
import { TaskProgressClient } from '../client.ts';

const Client = createContext<TaskProgressClient | undefined>(undefined);

/** Without a provider all hooks of a page share this one. On a server it never connects: only effects watch. */
let ofThePage: TaskProgressClient | undefined;

/** The client whose one connection all hooks below use. Make it once, outside of components. */
export function TaskProgressProvider({
  client,
  children,
}: {
  readonly client: TaskProgressClient;
  readonly children?: ReactNode;
}): ReactElement {
  return createElement(Client.Provider, { value: client }, children);
}

/** The provider's client; without a provider one for the server that the page is from. */
export function useTaskProgressClient(): TaskProgressClient {
  return useContext(Client) ?? (ofThePage ??= new TaskProgressClient({ url: '' }));
}
