// Generated from Roadmap.Contracts by `dotnet run --project clients/task-progress/generate-types`. Do not edit.

export const retryTask = (task_id: string) => `/api/v1/tasks/${encodeURIComponent(task_id)}/retry`;

export const retryFailed = (roadmap_id: string) => `/api/v1/roadmaps/${encodeURIComponent(roadmap_id)}/retry-failed`;

export const userTasks = (user_id: string) => `/api/v1/users/${encodeURIComponent(user_id)}/tasks`;

export const traceLogs = (task_id: string) => `/api/v1/trace/${encodeURIComponent(task_id)}/logs`;
