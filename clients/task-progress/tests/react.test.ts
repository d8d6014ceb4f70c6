// @vitest-environment happy-dom
import { act, createElement, StrictMode, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskProgressClient } from '../src/index.ts';
import {
  TaskProgressProvider,
  useRoadmapGeneration,
  useRoadmapGenerationWS,
  useTaskList,
  useTaskProgress,
  type RoadmapGeneration,
  type UseTaskProgressOptions,
} from '../src/react/index.ts';
import { beatOf, FakeServer, refusedWith } from './fake-hub.ts';
import { changeOf } from './some-tasks.ts';

const pass = (milliseconds = 0) => act(() => vi.advanceTimersByTimeAsync(milliseconds));

let server: FakeServer;
let client: TaskProgressClient;
let root: Root;
let place: HTMLElement;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  server = new FakeServer();
  client = new TaskProgressClient({ url: 'https://roadmap.example', openHub: server.open, random: () => 0.5 });
  place = document.createElement('div');
  root = createRoot(place);
});

afterEach(async () => {
  await act(() => root.unmount());
  client.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Shows it, in strict mode, and waits until the task is live. */
async function show(...children: ReactNode[]): Promise<void> {
  await act(() => root.render(createElement(StrictMode, null, createElement(TaskProgressProvider, { client }, ...children))));
  await pass(100);
}

let renders = 0;
function Bar({ taskId, ...options }: { taskId: string | undefined } & UseTaskProgressOptions) {
  renders += 1;
  const { task, state, isLive, lastEvent, result, error } = useTaskProgress(taskId, options);
  return createElement(
    'p',
    null,
    [state.name, isLive && 'is live', task?.percentage, lastEvent?.seq, result?.type, error?.code].filter(Boolean).join(' '),
  );
}

describe('useTaskProgress', () => {
  it('shows the snapshot, then every step, then the end, and lets the connection go', async () => {
    await show(createElement(Bar, { taskId: 't' }));
    expect(place.textContent).toBe('live is live');
    server.last.event(1);
    server.last.event(2);
    await pass(100);
    expect(place.textContent).toBe('live is live 2 2');
    server.last.ends(3);
    await pass(100);

    expect(place.textContent).toBe('ended is live 100 3 completed');
    await pass(1_000);
    expect(server.last.stopped).toBe(true);
  });

  it('makes one connection and one subscription a task, however many hooks there are and whatever strict mode does', async () => {
    await show(...['t', 't', 'u', 't'].map((taskId, key) => createElement(Bar, { taskId, key })));

    expect(server.connections).toHaveLength(1);
    expect(server.last.requests.map(({ task_id }) => task_id)).toEqual(['t', 'u']);
    expect(place.textContent).toBe('live is live'.repeat(4));
  });

  it('draws thousands of events of one moment once, and tells each to onEvent', async () => {
    const onEvent = vi.fn();
    await show(createElement(Bar, { taskId: 't', onEvent }));
    renders = 0;
    for (let seq = 1; seq <= 2_000; seq++) server.last.event(seq);
    await pass(200);

    expect(onEvent).toHaveBeenCalledTimes(2_000);
    // Strict mode renders twice.
    expect(renders).toBeLessThanOrEqual(2);
  });

  it('goes to another task over the same connection, and to none', async () => {
    await show(createElement(Bar, { taskId: 't' }));
    await show(createElement(Bar, { taskId: 'u' }));
    expect(server.last.calls).toEqual(['Subscribe', 'Subscribe', 'Unsubscribe']);
    await show(createElement(Bar, { taskId: undefined }));
    await pass(1_000);

    expect(place.textContent).toBe('closed');
    expect(server.connections).toHaveLength(1);
    expect(server.last.stopped).toBe(true);
  });

  it('says why a task cannot be watched', async () => {
    server.behaviour = { subscribe: () => refusedWith('task_not_found') };
    const onError = vi.fn();
    await show(createElement(Bar, { taskId: 't', onError }));

    expect(place.textContent).toBe('refused task_not_found');
    expect(onError).toHaveBeenCalledOnce();
  });

  it('renders on a server without connecting', () => {
    expect(renderToString(createElement(TaskProgressProvider, { client }, createElement(Bar, { taskId: 't' })))).toBe('<p>connecting</p>');
    expect(server.connections).toHaveLength(0);
  });
});

describe('useTaskList', () => {
  it('shows the tasks as they come, over the connection that is there', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ tasks: [] })));
    server.behaviour = { watchTasks: () => Promise.resolve(beatOf('s', 0)) };
    const List = () =>
      createElement(
        'p',
        null,
        useTaskList({ kind: 'import' })
          .tasks?.map((task) => task.task_id)
          .join(' '),
      );
    await show(createElement(List), createElement(Bar, { taskId: 't' }));
    server.last.changed(changeOf(2, 1));
    await pass(100);

    expect(place.textContent).toBe('t2live is live');
    expect(server.connections).toHaveLength(1);
  });
});

describe('useRoadmapGeneration', () => {
  let generation: RoadmapGeneration;
  const told: string[] = [];
  const onComplete = (roadmapId: string) => void told.push(`complete ${roadmapId}`);
  const onError = ({ code, message }: Error & { code: string }) => void told.push(`${code} ${message}`);
  function Generation() {
    generation = useRoadmapGeneration({ onComplete, onError });
    return createElement('p', null, generation.isGenerating ? 'generating' : 'resting');
  }
  const body = { preferences: { learning_goal: 'Go', current_level: 'beginner', available_hours_per_week: 5 } } as const;

  beforeEach(() => void told.splice(0));

  it('asks, watches, and tells of the end', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (url: string, { body }: { body: string }) => {
      asked.push(`${url} ${body}`);
      return Promise.resolve(Response.json({ task_id: 't', status: 'pending', message: '' }));
    });
    await show(createElement(Generation));
    expect(place.textContent).toBe('resting');
    await act(async () => expect(await generation.generate(body)).toBe('t'));
    await pass(100);
    expect(place.textContent).toBe('generating');
    await act(async () => expect(await generation.reject('shorter')).toBe(true));
    server.last.ends(1);
    await pass(100);

    expect(place.textContent).toBe('resting');
    expect(told).toEqual(['complete ']);
    expect(asked[1]).toBe('https://roadmap.example/api/v1/roadmaps/t/approve {"approved":false,"feedback":"shorter"}');
  });

  it('tells why it could not be asked for', async () => {
    vi.stubGlobal('fetch', () =>
      Promise.resolve(Response.json({ code: 'invalid_request', detail: 'learning_goal is missing.' }, { status: 400 })),
    );
    await show(createElement(Generation));
    await act(async () => expect(await generation.generate(body)).toBeUndefined());

    expect(told).toEqual(['invalid_request learning_goal is missing.']);
    expect(generation.error?.code).toBe('invalid_request');
  });
});

describe('useRoadmapGenerationWS', () => {
  it('has the signature of the earlier front end', async () => {
    const told: string[] = [];
    function Page() {
      const { isConnected } = useRoadmapGenerationWS('t', {
        onProgress: ({ seq }) => void told.push(`progress ${seq}`),
        onComplete: (roadmapId) => void told.push(`complete ${roadmapId}`),
      });
      return createElement('p', null, String(isConnected));
    }
    await show(createElement(Page));
    expect(place.textContent).toBe('true');
    server.last.event(1);
    server.last.ends(2);
    await pass(100);

    expect(told).toEqual(['progress 1', 'complete ']);
  });
});
