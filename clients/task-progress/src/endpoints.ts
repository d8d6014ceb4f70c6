// Generated from Roadmap.Contracts by `dotnet run --project clients/task-progress/generate-types`. Do not edit.

/** Every path of the server. Templates name their parameters as ASP.NET Core does. */
export const Routes = {
  base: '/api/v1',
  /** The SignalR hub. */
  hub: '/api/v1/ws',
  /** One task over a raw WebSocket. */
  rawSocket: (task_id: string) => `/api/v1/ws/${encodeURIComponent(task_id)}`,
  /** Where the classic mistake leads: `raw_socket` without its base. What connects here is told the right path. */
  misplacedRawSocket: (task_id: string) => `/ws/${encodeURIComponent(task_id)}`,
  generateRoadmap: '/api/v1/roadmaps/generate',
  roadmap: (roadmap_id: string) => `/api/v1/roadmaps/${encodeURIComponent(roadmap_id)}`,
  roadmapActiveTask: (roadmap_id: string) => `/api/v1/roadmaps/${encodeURIComponent(roadmap_id)}/active-task`,
  roadmapStatus: (task_id: string) => `/api/v1/roadmaps/${encodeURIComponent(task_id)}/status`,
  approveRoadmap: (task_id: string) => `/api/v1/roadmaps/${encodeURIComponent(task_id)}/approve`,
  retryRoadmap: (task_id: string) => `/api/v1/roadmaps/${encodeURIComponent(task_id)}/retry`,
  cancelTask: (task_id: string) => `/api/v1/roadmaps/tasks/${encodeURIComponent(task_id)}/cancel`,
  tasks: '/api/v1/tasks',
  task: (task_id: string) => `/api/v1/tasks/${encodeURIComponent(task_id)}`,
  taskEvents: (task_id: string) => `/api/v1/tasks/${encodeURIComponent(task_id)}/events`,
  health: '/health',
  healthLive: '/health/live',
  healthReady: '/health/ready',
  metrics: '/metrics',
  openApi: '/openapi/v1.json',
  /** The same as a page, in Development. */
  docs: '/docs',
} as const;

/** Paths of an earlier system that are others here, or none. Served on demand only: `Legacy:Compatibility`. */
export const LegacyRoutes = {
  retryTask: (task_id: string) => `/api/v1/tasks/${encodeURIComponent(task_id)}/retry`,
  retryFailed: (roadmap_id: string) => `/api/v1/roadmaps/${encodeURIComponent(roadmap_id)}/retry-failed`,
  userTasks: (user_id: string) => `/api/v1/users/${encodeURIComponent(user_id)}/tasks`,
  traceLogs: (task_id: string) => `/api/v1/trace/${encodeURIComponent(task_id)}/logs`,
} as const;
