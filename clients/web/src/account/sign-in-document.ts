import { callApi, Routes, type SignInDocument } from 'roadmap-task-progress';
import { client } from '../shared/client.ts';

const firstRetryMs = 500;
const lastRetryMs = 10_000;

/** How people sign in here, asked for until the server says so: without it nothing is shown. */
export async function loadSignIn(): Promise<SignInDocument> {
  for (let retryMs = firstRetryMs; ; retryMs = Math.min(lastRetryMs, retryMs * 2)) {
    try {
      return await callApi<SignInDocument>({ url: client.server.url }, Routes.signIn);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}
