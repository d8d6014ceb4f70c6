// Generated from Roadmap.Contracts by `dotnet run --project clients/task-progress/generate-types`. Do not edit.

export const base = '/api/v1';

/** The SignalR hub. */
export const hub = '/api/v1/ws';

/** One task over a raw WebSocket. */
export const rawSocket = (task_id: string) => `/api/v1/ws/${encodeURIComponent(task_id)}`;

/** Where the classic mistake leads: `raw_socket` without its base. What connects here is told the right path. */
export const misplacedRawSocket = (task_id: string) => `/ws/${encodeURIComponent(task_id)}`;

export const generateRoadmap = '/api/v1/roadmaps/generate';

export const roadmap = (roadmap_id: string) => `/api/v1/roadmaps/${encodeURIComponent(roadmap_id)}`;

export const roadmapCalendar = (roadmap_id: string) => `/api/v1/roadmaps/${encodeURIComponent(roadmap_id)}/calendar.ics`;

export const roadmapActiveTask = (roadmap_id: string) => `/api/v1/roadmaps/${encodeURIComponent(roadmap_id)}/active-task`;

export const roadmapStatus = (task_id: string) => `/api/v1/roadmaps/${encodeURIComponent(task_id)}/status`;

export const approveRoadmap = (task_id: string) => `/api/v1/roadmaps/${encodeURIComponent(task_id)}/approve`;

export const previewReview = (task_id: string) => `/api/v1/roadmaps/tasks/${encodeURIComponent(task_id)}/review/preview`;

export const retryRoadmap = (task_id: string) => `/api/v1/roadmaps/${encodeURIComponent(task_id)}/retry`;

export const cancelTask = (task_id: string) => `/api/v1/roadmaps/tasks/${encodeURIComponent(task_id)}/cancel`;

export const tasks = '/api/v1/tasks';

export const task = (task_id: string) => `/api/v1/tasks/${encodeURIComponent(task_id)}`;

export const taskEvents = (task_id: string) => `/api/v1/tasks/${encodeURIComponent(task_id)}/events`;

/** Links to one task, for those who have no account. */
export const watchLinks = (task_id: string) => `/api/v1/tasks/${encodeURIComponent(task_id)}/watch-links`;

export const watchLink = (task_id: string, link_id: string) =>
  `/api/v1/tasks/${encodeURIComponent(task_id)}/watch-links/${encodeURIComponent(link_id)}`;

/** Where operators take tokens back. */
export const revocations = '/api/v1/revocations';

/** How people sign in, for the page. */
export const signIn = '/sign-in.json';

export const health = '/health';

export const healthLive = '/health/live';

export const healthReady = '/health/ready';

export const metrics = '/metrics';

export const openApi = '/openapi/v1.json';

/** The same as a page, in Development. */
export const docs = '/docs';
