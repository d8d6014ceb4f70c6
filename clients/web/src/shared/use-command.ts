import { useState } from 'react';
import { post } from './api.ts';

/** A command to the server. Its effect arrives as events; only a refusal is shown where it was asked for. */
export interface Command {
  readonly sending: boolean;
  readonly failure: unknown;
  /** Whether the server took it. */
  readonly send: (path: string, body?: object) => Promise<boolean>;
}

export function useCommand(): Command {
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<unknown>();

  const send = async (path: string, body?: object): Promise<boolean> => {
    setSending(true);
    setFailure(undefined);
    try {
      await post<unknown>(path, body);
      return true;
    } catch (error) {
      setFailure(error);
      return false;
    } finally {
      setSending(false);
    }
  };

  return { sending, failure, send };
}
