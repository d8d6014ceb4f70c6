// Generated from Roadmap.Contracts by `dotnet run --project clients/task-progress/generate-types`. Do not edit.

/** The codes with which the server closes a raw WebSocket (RFC 6455, section 7.4). */
export const CloseCodes = {
  /** The task ended. */
  ended: 1000,
  /** The server is going away: come back from your position. */
  goingAway: 1001,
  /** A frame of the client is larger than allowed. */
  tooLarge: 1009,
  /** A fault of the server: come back from your position. */
  internalError: 1011,
  /** A malformed request. */
  invalidRequest: 4400,
  /** No token, or not a valid one. */
  unauthenticated: 4401,
  /** The role or the origin may not do this. */
  forbidden: 4403,
  /** No such task, or not the caller's, or no such path. */
  notFound: 4404,
  /** The client fell behind what is kept for one connection: come back from your position. */
  tooSlow: 4408,
  /** Too many connections or subscriptions: later. */
  rateLimited: 4429,
  /** The log, or whoever makes tokens, is unavailable: come back from your position. */
  logUnavailable: 4503,
} as const;

/** Why the server closes a raw WebSocket, where it is no error; else `closing` carries one of `ErrorCodes`. */
export const ClosingReasons = {
  /** The task has ended, and its last event was sent. */
  taskEnded: 'task_ended',
  /** The client fell behind what is kept for one connection. */
  tooSlow: 'too_slow',
} as const;

/** The bounds that the protocol states, each in one place. */
export const ContractLimits = {
  /** Stands for the epoch of a task that is waited for. No task has it. */
  epochOfUnknown: '0',
  /** Bytes of JSON of one event. */
  eventBytes: 65536,
  /** Bytes of one report, and of every other body. */
  reportBytes: 1048576,
  /** Bytes that a report may take on its way, where white space and escapes count too. */
  sentReportBytes: 4194304,
  /** Bytes that one event may take on its way: an escape takes at most six times what it stands for. */
  sentEventBytes: 393216,
  /** Wrong fields that a refusal lists; of the others it says how many there are. */
  errorsListed: 100,
  /** Levels of nesting in a body: so many that an event still fits into the messages that carry it, which readers take to 64. */
  jsonDepth: 32,
  /** Events in one report. */
  eventsPerReport: 1000,
  /** Different `concept_id`s that one task counts. */
  conceptsPerTask: 2000,
  /** Characters of a task, roadmap, concept, event or command id. */
  idLength: 128,
  /** Characters of what a learner writes: the goal, the motivation, … */
  textLength: 2000,
  /** Hours of a week. */
  hoursPerWeek: 168,
  /** Characters of `concept_failed.error`. */
  conceptErrorLength: 200,
  /** Characters of a task's title, and of `human_review_required.roadmap_title`. */
  titleLength: 500,
  /** Characters of a reason, and of `failed`'s `error` and `error_detail`. */
  detailLength: 2000,
  /** The highest `seq`: what a double holds exactly. */
  maxSeq: 9007199254740991,
  /** Bytes of one message of a raw WebSocket's client. */
  clientFrameBytes: 4096,
  /** The longest lease of an outside worker's task, in seconds. */
  leaseSeconds: 86400,
  /** The shortest life of a watch link, in seconds. */
  watchLinkLeastSeconds: 60,
  /** The longest life of a watch link, in seconds: 90 days. */
  watchLinkSeconds: 7776000,
  /** The life of a watch link for which none is named, in seconds: 7 days. */
  watchLinkDefaultSeconds: 604800,
  /** Watch links of one task that have not expired; those that were revoked count. */
  watchLinksPerTask: 100,
  /** Characters of what tasks are searched for. */
  searchLength: 200,
  /** Entries on a page of whoever names no `limit`. */
  defaultPage: 100,
  /** Events on one page of a task's log. */
  eventsPerPage: 1000,
} as const;

/** The alphabets that the protocol states, as regular expressions for the description of the API. */
export const ContractPatterns = {
  /** A task's id. Reserved ones are refused, too. */
  taskId: '^[A-Za-z0-9_-]{1,128}$',
  /** A kind or a step. */
  word: '^[a-z][a-z0-9_]{0,63}$',
  /** Every other id: any text without control characters. */
  id: '^[^\u0000-\u001f\u007f-\u009f]*$',
  /** One life of a task's numbering. */
  epoch: '^[A-Za-z0-9.-]{1,64}$',
  /** A language tag, such as `zh-CN`. */
  language: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$',
} as const;

/** The one catalogue of error codes, for problem+json, hub errors and raw WebSockets alike. */
export const ErrorCodes = {
  /** 400. The request is malformed; every wrong field is listed by its JSON path. */
  invalidRequest: 'invalid_request',
  /** 401. No token, or not a valid one. */
  unauthenticated: 'unauthenticated',
  /** 403. The role or the origin may not do this. */
  forbidden: 'forbidden',
  /** 404. There is no such task, or it is somebody else's. */
  taskNotFound: 'task_not_found',
  /** 404. There is no such roadmap, or it is somebody else's. */
  roadmapNotFound: 'roadmap_not_found',
  /** 404. There is no such path. */
  notFound: 'not_found',
  /** 405. The path is right, the method is not. */
  methodNotAllowed: 'method_not_allowed',
  /** 415. The body is not JSON, or in an encoding that is not taken. */
  unsupportedMediaType: 'unsupported_media_type',
  /** 408. The body did not come in time; nothing was done. */
  requestTimeout: 'request_timeout',
  /** 409. The state of the task does not allow it. */
  conflict: 'conflict',
  /** 410. The position is no longer in the log. */
  gone: 'gone',
  /** 413. The body or one event is larger than allowed. */
  tooLarge: 'too_large',
  /** 429. Too many connections, subscriptions, calls or tasks that have not ended: later. */
  rateLimited: 'rate_limited',
  /** 500. A fault of the server. Its text never leaves the server; the log has it under the trace id. */
  internalError: 'internal_error',
  /** 503. It is not known whether the report was stored: repeat it with the same `event_id`s. */
  logUnavailable: 'log_unavailable',
  /** 503. Whoever makes tokens does not answer, so that none can be checked yet. Nothing was done: try again. */
  authorityUnavailable: 'authority_unavailable',
  /** 503. This instance is about to stop and takes no new connections. Nothing was done: try again, and another instance, or the next start, answers. */
  serverStopping: 'server_stopping',
} as const;

/** The names of the hub's methods. */
export const HubMethods = {
  subscribe: 'Subscribe',
  unsubscribe: 'Unsubscribe',
  getStatus: 'GetStatus',
  watchTasks: 'WatchTasks',
  unwatchTasks: 'UnwatchTasks',
  authenticate: 'Authenticate',
  ping: 'Ping',
} as const;

/** What the server's own messages say, each by one key (`message_key`). A key keeps its meaning for good. */
export const MessageKeys = {
  goalReading: 'goal_reading',
  planDesigning: 'plan_designing',
  planDesigned: 'plan_designed',
  planChecked: 'plan_checked',
  planCheckedIssues: 'plan_checked_issues',
  planChanging: 'plan_changing',
  planChanged: 'plan_changed',
  planUnchanged: 'plan_unchanged',
  planReady: 'plan_ready',
  planAsItWas: 'plan_as_it_was',
  methodWanted: 'method_wanted',
  reviewAsked: 'review_asked',
  feedbackReading: 'feedback_reading',
  contentBegun: 'content_begun',
  conceptStarted: 'concept_started',
  conceptPieceMade: 'concept_piece_made',
  conceptPieceFailed: 'concept_piece_failed',
  conceptMade: 'concept_made',
  conceptWritten: 'concept_written',
  conceptsDone: 'concepts_done',
  batchBegun: 'batch_begun',
  batchDone: 'batch_done',
  roadmapReady: 'roadmap_ready',
  roadmapReadyInPart: 'roadmap_ready_in_part',
  workRecovered: 'work_recovered',
  workAnew: 'work_anew',
  cancelled: 'cancelled',
  attemptBegun: 'attempt_begun',
  goalNotUnderstood: 'goal_not_understood',
  planNotDesigned: 'plan_not_designed',
  planNotChanged: 'plan_not_changed',
  planHasErrors: 'plan_has_errors',
  nothingMade: 'nothing_made',
  unreadable: 'unreadable',
  serverFault: 'server_fault',
  workerSilent: 'worker_silent',
} as const;

/** What the server's own reasons say, each by one key (`key`). A key keeps its meaning and its values for good. */
export const ReasonKeys = {
  /** Nothing was heard of the model for so many seconds. */
  modelSilent: 'model_silent',
  /** The model's answer was cut off. */
  modelCut: 'model_cut',
  /** The model cannot be reached. */
  modelUnreachable: 'model_unreachable',
  /** The model has too much to do. */
  modelBusy: 'model_busy',
  /** The model's endpoint does not accept the server's key. */
  modelKeyRefused: 'model_key_refused',
  /** The model's endpoint answers with this status. */
  modelStatus: 'model_status',
  /** The model refuses, in these words. */
  modelRefuses: 'model_refuses',
  /** The model's answer could not be used, because of this. */
  modelAnswerUnusable: 'model_answer_unusable',
  /** The model's answer has no end. */
  modelAnswerEndless: 'model_answer_endless',
  /** The model's endpoint does not let the answer pass. */
  modelAnswerWithheld: 'model_answer_withheld',
  /** The budget of the roadmap, of so many tokens, is spent. */
  modelBudgetSpent: 'model_budget_spent',
  /** A language model made the plan, and there is none here now that could change it. */
  modelGone: 'model_gone',
  /** What a generator has said in its own words: the message. */
  asTold: 'as_told',
  /** The generator gave no reason. */
  noReason: 'no_reason',
  /** The plan has no concepts. */
  noConcepts: 'no_concepts',
  /** The plan has only so many concepts. */
  fewConcepts: 'few_concepts',
  /** The plan has so many concepts; this is the most. */
  tooManyConcepts: 'too_many_concepts',
  /** The stage of this title has no modules. */
  emptyStage: 'empty_stage',
  /** The module of this title has no concepts. */
  emptyModule: 'empty_module',
  /** So many concepts have this id. */
  duplicateId: 'duplicate_id',
  /** So many stages have this id. */
  duplicateStageId: 'duplicate_stage_id',
  /** So many modules have this id. */
  duplicateModuleId: 'duplicate_module_id',
  /** So many concepts have this name. */
  duplicateName: 'duplicate_name',
  /** The id of the concept of this name is empty, or longer than so many characters. */
  invalidId: 'invalid_id',
  /** The first concept needs the second, which is not in the plan. */
  unknownPrerequisite: 'unknown_prerequisite',
  /** Each of these concepts needs the next, and the last the first. */
  prerequisiteCycle: 'prerequisite_cycle',
  /** The first concept needs the second, which comes later. */
  prerequisiteOrder: 'prerequisite_order',
  /** The concept has these hours, which are not positive. */
  hoursNotPositive: 'hours_not_positive',
  /** The hours a week are these, and not positive. */
  weeklyHoursNotPositive: 'weekly_hours_not_positive',
  /** The concepts have so many hours together, and the plan says so many. */
  hoursSum: 'hours_sum',
  /** The plan needs so many hours; until the deadline there are so many. */
  hoursExceedDeadline: 'hours_exceed_deadline',
  /** So many hours, at so many a week, do not take so many weeks. */
  weeksSum: 'weeks_sum',
  /** The plan is tagged with this, which nothing in it teaches. */
  technologyNotTaught: 'technology_not_taught',
  /** This is left out, and yet it is in the plan. */
  leftOutRemains: 'left_out_remains',
  /** The first is left out, and yet the plan has the second for its title. */
  leftOutInTitle: 'left_out_in_title',
  /** This is left out, and yet the plan is tagged with it. */
  leftOutTagged: 'left_out_tagged',
  /** The concept comes after the last work, and does not need it. */
  afterCapstone: 'after_capstone',
  /** The plan is a method for studying, and teaches nothing of its subject. */
  studyMethodOnly: 'study_method_only',
} as const;

/** The values of `sub_status` while a roadmap is in `human_review`. */
export const ReviewSubStatus = {
  waiting: 'waiting',
  editing: 'editing',
} as const;

/** The names of all messages: the `type` member, and the hub's target names. */
export const TaskEventTypes = {
  progress: 'progress',
  humanReviewRequired: 'human_review_required',
  conceptStart: 'concept_start',
  conceptComplete: 'concept_complete',
  conceptFailed: 'concept_failed',
  conceptAllContentComplete: 'concept_all_content_complete',
  batchStart: 'batch_start',
  batchComplete: 'batch_complete',
  taskRecovering: 'task_recovering',
  retryStarted: 'retry_started',
  control: 'control',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  /** Sent to one connection and never stored, as are the four that follow. */
  connected: 'connected',
  currentStatus: 'current_status',
  error: 'error',
  closing: 'closing',
  pong: 'pong',
  /** Sent to those who watch the list of tasks. */
  taskChanged: 'task_changed',
  tasksBeat: 'tasks_beat',
  /** What the client of a raw WebSocket may send. */
  ping: 'ping',
  getStatus: 'get_status',
  authenticate: 'authenticate',
  /** `error` in a stream of server-sent events, where that name means something else. */
  taskError: 'task_error',
  /** What is sent in the place of a stored event that cannot be read or sent. */
  unknown: 'unknown',
} as const;

/** The `kind` of tasks that the server works on itself. */
export const TaskKinds = {
  roadmapGeneration: 'roadmap_generation',
} as const;

/** The values of `current_step` for roadmaps; other kinds name their own, but start at `queued` and end at one of the last three. */
export const TaskSteps = {
  queued: 'queued',
  intentAnalysis: 'intent_analysis',
  curriculumDesign: 'curriculum_design',
  structureValidation: 'structure_validation',
  humanReview: 'human_review',
  roadmapEdit: 'roadmap_edit',
  contentGeneration: 'content_generation',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
} as const;

export type ConceptDifficulty = 'easy' | 'medium' | 'hard';

export type Confidence = 'sure' | 'likely' | 'unsure';

/** The kinds of content that are made for one concept. */
export type ContentType = 'tutorial' | 'resources' | 'quiz';

/** What people may ask of a running task. */
export type ControlCommand = 'cancel' | 'approve' | 'reject';

/** How far a command has come. */
export type ControlPhase = 'requested' | 'effective' | 'refused';

export type LearnerLevel = 'beginner' | 'intermediate' | 'advanced' | 'expert';

export type LeftOutReason = 'known' | 'deadline' | 'shorter' | 'feedback' | 'later';

export type PlanEditKind = 'shorter' | 'more_practice' | 'less_practice' | 'less_theory' | 'leave_out' | 'known' | 'keep' | 'add' | 'replace' | 'more_of' | 'less_of' | 'hours_per_week' | 'fit' | 'finish_by' | 'first_concepts' | 'subject' | 'harder' | 'easier' | 'level' | 'move';

/** A place in the order of a plan. */
export type PlanPlace = 'first' | 'last' | 'before' | 'after';

/** Why a position could not be continued from. */
export type ResetReason = 'epoch_changed' | 'trimmed' | 'ahead';

export type ReviewOutcome = 'approved' | 'rejected';

/** How callers show who they are. */
export type SignInMode = 'open' | 'open_to_this_machine' | 'token';

/** Who works on a task, and so who may report on it. */
export type TaskOrigin = 'worker' | 'workflow';

/** Where a task stands. The last three are terminal. */
export type TaskRunStatus = 'pending' | 'processing' | 'human_review_pending' | 'completed' | 'failed' | 'cancelled';

/** What the holder of a watch link may do with its task. */
export type WatchLinkRight = 'watch' | 'review';

/** One stored, numbered, replayable event of a task. What the reporter does not choose (`task_id`, `seq`, `epoch`, `attempt`) the log stamps on when it stores the event. */
export interface StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: string;
  readonly task_id: string;
  /** 1, 2, 3, … without holes, within one epoch. */
  readonly seq: number;
  /** Names one life of the task's numbering. */
  readonly epoch: string;
  /** 1 for the first run, one more for every retry. */
  readonly attempt: number;
  /** The reporter's time, else the server's. */
  readonly timestamp: string;
  /** A line for people. */
  readonly message?: string;
  /** What `message` says, for readers that say it in a language of their own. The values that belong in the sentence are the event's other members, and those of its `data`. */
  readonly message_key?: string;
}

/** Whether a roadmap is being worked on. */
export interface ActiveTaskReply {
  readonly has_active_task: boolean;
  readonly task_id?: string;
  readonly status?: TaskRunStatus;
  readonly current_step?: string;
}

/** Where the subscriber's own knowledge ends. An absent epoch means the current one. */
export interface AfterPosition {
  readonly epoch?: string;
  /** The last event that the subscriber has; 0 asks for the whole log. */
  readonly seq?: number;
}

/** A batch of concepts is done. */
export interface BatchCompleteEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'batch_complete';
  /** From 1. */
  readonly batch_index: number;
  readonly total_batches: number;
  readonly progress: BatchProgress;
}

/** How many of all concepts are done, after a batch. */
export interface BatchProgress {
  readonly completed: number;
  readonly failed: number;
  readonly total: number;
  /** 0 to 100. */
  readonly percentage: number;
}

/** A batch of concepts is begun. */
export interface BatchStartEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'batch_start';
  /** From 1. */
  readonly batch_index: number;
  readonly batch_size: number;
  readonly total_batches: number;
  readonly concept_ids: readonly string[];
}

/** 202: the task is being cancelled, or is cancelled already. */
export interface CancelReply {
  readonly success: boolean;
  readonly task_id: string;
  readonly message: string;
  readonly previous_status: TaskRunStatus;
}

/** Terminal: somebody called the work off. */
export interface CancelledEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'cancelled';
  readonly reason?: string;
}

/** The last message before the server closes a raw WebSocket. */
export interface ClosingMessage {
  readonly type: 'closing';
  readonly task_id: string;
  /** `task_ended`, or the code of an error. */
  readonly reason: string;
  /** A line for people. */
  readonly message: string;
}

/** Terminal: the work is done. */
export interface CompletedEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'completed';
  /** Always there for roadmaps. */
  readonly roadmap_id?: string;
  readonly tutorials_count?: number;
  readonly failed_count?: number;
}

/** All content of one concept is made. */
export interface ConceptAllContentCompleteEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'concept_all_content_complete';
  readonly concept_id: string;
  readonly concept_name: string;
  /** An object: `tutorial_id`, `resources_id`, `quiz_id`. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** One piece of content of one concept is made. */
export interface ConceptCompleteEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'concept_complete';
  readonly concept_id: string;
  readonly concept_name: string;
  readonly content_type: ContentType;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface ConceptContent {
  /** The study guide. */
  readonly tutorial?: TutorialContent;
  readonly resources?: ResourcesContent;
  readonly quiz?: QuizContent;
}

/** How many concepts there are, and how many are done. */
export interface ConceptCounts {
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
}

/** One piece of content of one concept could not be made. */
export interface ConceptFailedEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'concept_failed';
  readonly concept_id: string;
  readonly concept_name: string;
  readonly content_type: ContentType;
  /** At most 200 characters. */
  readonly error: string;
  /** What `error` says, by keys, where the server knows it. */
  readonly error_reasons?: readonly Reason[];
}

/** How many of the concepts have been begun. */
export interface ConceptProgress {
  readonly current: number;
  readonly total: number;
  /** 0 to 100. */
  readonly percentage: number;
}

/** One piece of content of one concept is being made. */
export interface ConceptStartEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'concept_start';
  readonly concept_id: string;
  readonly concept_name: string;
  readonly content_type: ContentType;
  readonly progress: ConceptProgress;
}

/** The first message of every subscription, and of every reset of one. */
export interface ConnectedMessage {
  readonly type: 'connected';
  readonly task_id: string;
  /** A line for people. */
  readonly message: string;
  /** From where events follow: live ones, or replayed ones when a position was given. */
  readonly position: Position;
  /** Only when a position was given, and on a reset: whether all that follows the position comes now. */
  readonly recovered?: boolean;
  /** Only with `recovered: false`. */
  readonly reason?: ResetReason;
}

/** A person's command: asked for, taken effect, or refused. */
export interface ControlEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'control';
  readonly command_id: string;
  readonly command: ControlCommand;
  readonly phase: ControlPhase;
  /** At most 2,000 characters; carries the review's feedback. */
  readonly reason?: string;
}

/** The body of `POST /api/v1/tasks`: a task that an outside worker will report on. */
export interface CreateTaskBody {
  /** The worker's own id; the server makes a UUIDv7 when it is absent. Repeating it with the same body is no new task. */
  readonly task_id?: string;
  /** `[a-z][a-z0-9_]{0,63}` */
  readonly kind?: string;
  readonly title?: string;
  /** The user whose task it is. */
  readonly owner?: string;
  /** 1 to 86,400: the task fails when no report comes for so long. Absent: no lease. */
  readonly lease_seconds?: number;
}

/** A plan that cannot be done before its deadline. */
export interface DeadlineMisfit {
  readonly hours_needed: number;
  /** What there is until the deadline, at the plan's hours a week. */
  readonly hours_available: number;
  /** A sentence for people, in the plan's language. */
  readonly text: string;
  /** Ways out. */
  readonly offers: readonly MisfitOffer[];
}

/** Something that this connection asked for was refused, or a subscription of it is over. */
export interface ErrorMessage {
  readonly type: 'error';
  /** What went wrong, by name: `task_not_found`, `rate_limited`, … */
  readonly code: string;
  /** A line for people. */
  readonly message: string;
  readonly task_id?: string;
}

/** A page of a task's log. */
export interface EventPage {
  readonly events: readonly TaskEvent[];
  /** The head of the log. */
  readonly seq: number;
  readonly epoch: string;
  /** The lowest `seq` that is kept; head + 1 when none is. */
  readonly oldest_seq: number;
  /** Give it as `after_seq` for the next page: the last `seq` returned, else the given one. */
  readonly next_after_seq: number;
}

/** How much work is left when a task comes to a step. */
export interface ExpectedStep {
  readonly step: string;
  /** Seconds, at least; 0 or more. */
  readonly low: number;
  /** Seconds, at most; 0 or more. */
  readonly high: number;
}

/** How much work is left of a task, by what earlier tasks of its kind took. It becomes less only while the task is `processing`: what a task waits for, such as a review, is no work. When `high` has passed, it takes longer than they did. */
export interface ExpectedWork {
  /** Of how many earlier tasks; 1 or more. */
  readonly runs: number;
  /** The moment at which so much was left. */
  readonly at: string;
  /** Seconds, at least; 0 or more. */
  readonly low: number;
  /** Seconds, at most; 0 or more. */
  readonly high: number;
  /** How much is left when the task comes to a step; of steps that most of them came to once. */
  readonly steps: readonly ExpectedStep[];
}

/** Terminal: the work could not be done. */
export interface FailedEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'failed';
  readonly error: string;
  /** At most 2,000 characters. */
  readonly error_detail?: string;
  /** What `error_detail` says, by keys, where the server knows it. */
  readonly error_reasons?: readonly Reason[];
  readonly step?: string;
}

/** One wrong field: its JSON path, such as `[3].progress.total`, and what is wrong with it. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** The body of `POST /api/v1/roadmaps/generate`. */
export interface GenerateRoadmapBody {
  /** The client's own id for the task; the server makes a UUIDv7 when it is absent. Repeating it with the same body is no new task. */
  readonly task_id?: string;
  readonly user_id?: string;
  readonly session_id?: string;
  readonly preferences?: LearnerPreferences;
  readonly additional_context?: string;
  /** Whether a person approves the plan before content is made. True when absent. */
  readonly require_review?: boolean;
}

/** 202: the generation is stored and will run. */
export interface GenerateRoadmapReply {
  readonly task_id: string;
  readonly status: TaskRunStatus;
  readonly message: string;
}

/** What a goal was taken for. */
export interface GoalUnderstanding {
  /** The subject's id. */
  readonly subject: string;
  /** The subject's name, in the plan's language. */
  readonly title: string;
  readonly confidence: Confidence;
  /** Nobody here knows the subject: the plan is a method for studying anything, and teaches nothing of it. */
  readonly method_only: boolean;
  /** What else the goal may mean, the likeliest first. */
  readonly alternatives: readonly SubjectChoice[];
}

/** How the server is. */
export interface HealthReply {
  /** `ok`; `degraded` when something that it needs does not answer; `draining` when it is about to stop. */
  readonly status: string;
  /** `ok` or `unavailable`; absent where it was not asked. */
  readonly log?: string;
  readonly version?: string;
  readonly uptime_seconds?: number;
}

/** The plan is ready, and the work waits for a person's word. */
export interface HumanReviewRequiredEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'human_review_required';
  readonly roadmap_id: string;
  readonly roadmap_title: string;
  readonly stages_count: number;
}

/** What the learner wants and has. */
export interface LearnerPreferences {
  readonly learning_goal?: string;
  readonly current_level?: LearnerLevel;
  /** 1 to 168. */
  readonly available_hours_per_week?: number;
  /** An accepted other name of `available_hours_per_week`, which it may stand in for. */
  readonly weekly_hours?: number;
  readonly motivation?: string;
  readonly career_background?: string;
  /** A string or an array, such as `["text", "video", "practice"]`. */
  readonly content_preference?: string | readonly string[];
  /** An accepted other name of `content_preference`. */
  readonly learning_style?: string | readonly string[];
  /** The day by which the learner wants to be done. */
  readonly target_deadline?: string;
  /** A language tag such as `en` or `zh-CN`. */
  readonly primary_language?: string;
}

export interface LearningResource {
  readonly title: string;
  readonly url: string;
  /** `documentation`, `book`, `course`, `tutorial`, `specification`, … */
  readonly kind: string;
}

/** Something that is not in the plan, and why. */
export interface LeftOutConcept {
  /** Absent for what is no concept, such as a technology. */
  readonly concept_id?: string;
  readonly name: string;
  readonly reason: LeftOutReason;
}

/** A way out: fewer concepts, more hours a week, another date. */
export interface MisfitOffer {
  readonly kind: PlanEditKind;
  /** A few words for people, in the plan's language. */
  readonly label: string;
  /** What a reviewer writes to have it. */
  readonly feedback: string;
}

/** A command that was asked for, and has neither taken effect nor been refused. */
export interface PendingCommand {
  readonly command_id: string;
  readonly command: ControlCommand;
  readonly reason?: string;
}

/** One thing that feedback asks for, and what comes of it. */
export interface PlanEdit {
  readonly kind: PlanEditKind;
  /** A few words for people, in the plan's language: `Leave out Docker`. */
  readonly label: string;
  /** What it is about, in the reviewer's words, where it is about one thing; of `level` the level's word, of `finish_by` the day. */
  readonly topic?: string;
  /** Of `replace`: what goes. */
  readonly instead_of?: string;
  /** Of `move`: where it goes. */
  readonly place?: PlanPlace;
  /** Of `move` to a place before or after something: what that is. */
  readonly beside?: string;
  /** Of `hours_per_week` the hours, of `fit` the weeks, of `first_concepts` how many. */
  readonly value?: number;
  /** Whether it changes the plan. */
  readonly applied: boolean;
  /** What came of it, or why nothing did: a sentence for people, in the plan's language. */
  readonly text: string;
}

/** What came of the feedback with which a plan was last sent back. The next round takes its place. */
export interface PlanReview {
  /** Whether anything of the plan is another than before. */
  readonly changed: boolean;
  /** What was understood, in the order of the feedback. */
  readonly edits: readonly PlanEdit[];
  /** The parts of the feedback that were not, in the reviewer's words. */
  readonly not_understood: readonly string[];
  /** Why the feedback as a whole could not be worked in, for people. */
  readonly problem?: string;
  /** The key of what `problem` says first. */
  readonly problem_key?: string;
  /** What `problem` says after that, by keys, where the server knows it. */
  readonly problem_reasons?: readonly Reason[];
}

/** The answer to a ping. */
export interface PongMessage {
  readonly type: 'pong';
  readonly task_id?: string;
}

/** A place in a task's log: after event `seq` of life `epoch`. `seq` 0 is before the first event. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

/** Every error over HTTP: `application/problem+json` (RFC 9457) with a code. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** A line for people. */
  readonly detail: string;
  /** What went wrong, by name: `invalid_request`, `task_not_found`, `conflict`, … */
  readonly code: string;
  /** Of `invalid_request` and `too_large`: the wrong fields, the first 100 at most. */
  readonly errors?: readonly FieldError[];
  /** How many fields are wrong, also when `errors` does not list them all. */
  readonly error_count?: number;
  /** Of `gone`: the current epoch. */
  readonly epoch?: string;
  /** Of `gone`: the lowest `seq` that is kept. */
  readonly oldest_seq?: number;
  /** Names the request in the server's log. */
  readonly trace_id?: string;
}

/** The work moved on, to another step or within one. */
export interface ProgressEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'progress';
  /** For roadmaps `intent_analysis`, `curriculum_design`, …; other kinds name their own. */
  readonly step: string;
  /** A status that does not end the task, such as `processing`, or the step's own word, which leaves the task `processing`. */
  readonly status: string;
  readonly sub_status?: string;
  /** 0 to 100, of the whole task. Never stored lower than the highest so far of the attempt. */
  readonly percentage?: number;
  /** An object with figures of the step: `roadmap_id`, `stages_count`, `total_concepts`, `key_technologies`, … */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Questions with which learners test themselves. */
export interface QuizContent {
  readonly quiz_id: string;
  readonly questions: readonly QuizQuestion[];
}

export interface QuizQuestion {
  readonly question: string;
  /** What a good answer says. */
  readonly answer: string;
}

/** Why something could not be done, or what is wrong with a plan: a sentence for people, and a key and values for readers that say it in a language of their own. */
export interface Reason {
  /** What it says, by one word. What the server itself says keeps its key for good. */
  readonly key: string;
  /** A sentence for people. */
  readonly message: string;
  /** What stands in the sentence, such as names and figures, in the order that its key has them in. */
  readonly values?: readonly string[];
}

/** The answer to a report. */
export interface ReportReply {
  /** The position of the report's last event, also when it was a duplicate; for a heartbeat the head. */
  readonly seq: number;
  readonly epoch: string;
  /** Events that are new in the log. */
  readonly accepted: number;
  /** Events whose `event_id` the log knew. */
  readonly duplicates: number;
  /** True when somebody wants the work called off. */
  readonly cancel_requested: boolean;
}

/** Where to read on. */
export interface ResourcesContent {
  readonly resources_id: string;
  readonly items: readonly LearningResource[];
}

/** 202: `retry_started` is stored. */
export interface RetryReply {
  readonly task_id: string;
  readonly status: TaskRunStatus;
  /** The number of the attempt that begins. */
  readonly attempt: number;
  readonly message: string;
}

/** The only event that may follow a terminal one: it opens the next attempt, whose number it carries. */
export interface RetryStartedEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'retry_started';
  readonly reason?: string;
}

/** The body of `POST …/approve`. What it lacks may stand in the query. */
export interface ReviewBody {
  readonly approved?: boolean;
  /** At most 2,000 characters: what should be different. */
  readonly feedback?: string;
}

/** 200: what the feedback would do to the plan that waits for its review. Nothing is stored. */
export interface ReviewPreview {
  readonly changed: boolean;
  readonly edits: readonly PlanEdit[];
  readonly not_understood: readonly string[];
  /** Present when a language model works the feedback in: the parts that go to it as the reviewer wrote them. Then `edits` are what it is asked for, too. What it makes of them is not known before: title, hours, weeks and concepts are those of the plan as it is. */
  readonly to_model?: readonly string[];
  /** Of the plan afterwards. */
  readonly title: string;
  /** Of the plan afterwards. */
  readonly total_hours: number;
  /** Of the plan afterwards. */
  readonly weeks: number;
  /** Of the plan afterwards. */
  readonly total_concepts: number;
}

/** The body of `POST …/review/preview`. */
export interface ReviewPreviewBody {
  /** 1 to 2,000 characters: what should be different. */
  readonly feedback?: string;
}

/** 200: the review is stored. */
export interface ReviewReply {
  readonly status: ReviewOutcome;
  readonly message: string;
  readonly task_id: string;
  readonly feedback?: string;
}

/** `POST /api/v1/revocations`: the tokens of a caller that were issued before a moment are void. Also the answer. */
export interface RevocationBody {
  /** The caller: the `sub` of its tokens. */
  readonly sub?: string;
  /** Absent: now. In the future: the caller is shut out until then. */
  readonly not_before?: string;
}

export interface RoadmapConcept {
  readonly concept_id: string;
  readonly name: string;
  readonly description: string;
  readonly hours: number;
  readonly difficulty: ConceptDifficulty;
  /** The `concept_id`s to know before. */
  readonly prerequisites: readonly string[];
  readonly keywords: readonly string[];
  /** The weeks, from 1, in which it is learnt at the given hours. */
  readonly first_week: number;
  readonly last_week: number;
  /** True when a reviewer asked for it; else absent. */
  readonly requested?: boolean;
  /** What has been made so far; absent before the first piece. */
  readonly content?: ConceptContent;
}

/** The roadmap: a plan of stages, modules and concepts, with the content made so far. */
export interface RoadmapDocument {
  readonly roadmap_id: string;
  readonly task_id: string;
  readonly title: string;
  readonly summary: string;
  /** The learner's goal, as it was given. */
  readonly goal: string;
  readonly level: LearnerLevel;
  /** The language of the text: `en` or `zh`; a model may write in any other, under its BCP 47 tag. */
  readonly language: string;
  /** Who made it: a model's name, or that no model was used. */
  readonly generated_by: string;
  /** The sum over all concepts. */
  readonly total_hours: number;
  readonly hours_per_week: number;
  /** `total_hours / hours_per_week`, rounded up. */
  readonly weeks: number;
  readonly target_deadline?: string;
  readonly key_technologies: readonly string[];
  /** What the reader should know about this plan as it is now: who made it, what was left out to fit the deadline, … */
  readonly notes: readonly string[];
  /** What the goal was taken for. */
  readonly understood?: GoalUnderstanding;
  /** Absent while the plan fits its deadline, or has none. */
  readonly misfit?: DeadlineMisfit;
  /** Absent until the plan was sent back once. */
  readonly review?: PlanReview;
  /** What the subject has and this plan has not. */
  readonly left_out?: readonly LeftOutConcept[];
  readonly stages: readonly RoadmapStage[];
}

export interface RoadmapModule {
  readonly module_id: string;
  readonly title: string;
  readonly description: string;
  readonly hours: number;
  readonly concepts: readonly RoadmapConcept[];
}

export interface RoadmapStage {
  readonly stage_id: string;
  readonly title: string;
  readonly description: string;
  readonly hours: number;
  readonly modules: readonly RoadmapModule[];
}

/** `GET /sign-in.json`: how people sign in here. It is told to everybody. */
export interface SignInDocument {
  readonly mode: SignInMode;
  /** The address of the provider who signs people in; absent when tokens come from elsewhere. */
  readonly authority?: string;
  /** The name under which the provider knows the server's page; absent when the page cannot sign anybody in. */
  readonly client_id?: string;
  /** What the page asks the provider for, with spaces between. */
  readonly scope?: string;
  /** For whom tokens must be made: their `aud`. */
  readonly audience?: string;
}

/** A subject that can be had instead. */
export interface SubjectChoice {
  readonly subject: string;
  readonly title: string;
  /** What a reviewer writes to have it. */
  readonly feedback: string;
}

/** The answer to `Subscribe`: the head of the log when it was accepted, for information. `connected` is the truth. */
export interface SubscribeReply {
  readonly task_id: string;
  readonly epoch: string;
  readonly seq: number;
}

/** The argument of `Subscribe`. */
export interface SubscribeRequest {
  readonly task_id?: string;
  /** Whether `current_status` is sent before the live events when no position is given. True when absent. */
  readonly include_history?: boolean;
  /** The position to resume from. */
  readonly after?: AfterPosition;
}

/** A task as it was after event `seq`, for those who watch the list of tasks. One that is not newer than what is known is dropped. */
export interface TaskChangedMessage {
  readonly type: 'task_changed';
  readonly task_id: string;
  readonly kind: string;
  readonly title?: string;
  readonly owner?: string;
  readonly status: TaskRunStatus;
  readonly current_step: string;
  readonly percentage: number;
  readonly attempt: number;
  readonly created_at: string;
  /** The timestamp of the last event, or of the creation. */
  readonly updated_at: string;
  readonly seq: number;
  readonly epoch: string;
  /** The instance that took the event. */
  readonly sender: string;
}

/** A page of tasks, newest first. */
export interface TaskPage {
  readonly tasks: readonly TaskSnapshot[];
  /** Give it as `cursor` for the next page; absent on the last one. */
  readonly next_cursor?: string;
}

/** The work was interrupted, and carries on from its last checkpoint. */
export interface TaskRecoveringEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'task_recovering';
  readonly roadmap_id?: string;
  readonly current_step?: string;
}

/** The argument of `Unsubscribe` and of `GetStatus`. */
export interface TaskRequest {
  readonly task_id?: string;
}

/** A task as it is after event `seq`: the fold of its events. Also the answer of the status calls over REST. */
export interface TaskSnapshot {
  readonly type: 'current_status';
  readonly task_id: string;
  /** `roadmap_generation`, or an outside worker's own word. */
  readonly kind: string;
  /** Whose it is. Only in a page of the list of tasks, and absent there from servers that do not say it. */
  readonly owner?: string;
  /** Who works on it, and so who begins its next attempt and reviews its plan. Absent from servers that do not say it. */
  readonly origin?: TaskOrigin;
  readonly status: TaskRunStatus;
  readonly current_step: string;
  readonly sub_status?: string;
  readonly roadmap_id?: string;
  readonly title?: string;
  /** 1 for the first run, one more for every retry. */
  readonly attempt: number;
  /** 0 to 100; never goes back within an attempt. */
  readonly percentage: number;
  readonly concepts: ConceptCounts;
  readonly error?: string;
  readonly pending_command?: PendingCommand;
  readonly created_at: string;
  /** The timestamp of the last event, or of the creation. */
  readonly updated_at: string;
  readonly finished_at?: string;
  /** What is left by what earlier tasks of its kind took. Absent when nobody knows, when it has ended, and in lists. */
  readonly expected?: ExpectedWork;
  readonly seq: number;
  readonly epoch: string;
  /** The lowest `seq` that is kept; `seq + 1` when none is. */
  readonly oldest_seq: number;
}

/** How many `task_changed` one instance has had for a watch of the list of tasks: whoever has another count has lost some, and fetches the list again. Also the answer to whoever begins to watch. */
export interface TasksBeatMessage {
  readonly type: 'tasks_beat';
  /** The instance that counts. */
  readonly sender: string;
  /** When it began to count. Another one than before: it has begun anew. */
  readonly since: string;
  /** All that there should have been since then, those included that could not be sent. */
  readonly sent: number;
  /** Whether this instance sends its next beat in ten seconds. False: it has had nothing to tell for a minute, and begins anew when it has. */
  readonly continues: boolean;
}

/** A study guide for one concept. */
export interface TutorialContent {
  readonly tutorial_id: string;
  readonly summary: string;
  readonly sections: readonly TutorialSection[];
}

export interface TutorialSection {
  readonly title: string;
  /** Markdown, with fenced code and no headings of the first two levels. What looks like HTML in it is text. */
  readonly body: string;
}

/** Stands in the place of a stored event that the server can no longer read or send: damaged, or written by another version. So the numbering has no hole. Nothing that comes in is ever read as one, and none is ever stored. */
export interface UnreadableTaskEvent extends StoredEvent {
  /** What happened: `progress`, `completed`, `failed`, … */
  readonly type: 'unknown';
}

/** The body of `POST …/watch-links`, which may be absent. */
export interface WatchLinkBody {
  /** Seconds, 60 to 7,776,000 (90 days). Absent: 7 days; with `until_end`: 90 days. */
  readonly expires_in?: number;
  /** Whether the link shows nothing any more when the task has ended for a day, if it lasts so long. */
  readonly until_end?: boolean;
  /** `["watch"]`, which is also meant when it is absent, or `["watch", "review"]`. */
  readonly may?: readonly string[];
}

/** One link of a task, without its token. */
export interface WatchLinkEntry {
  readonly link_id: string;
  readonly may: readonly WatchLinkRight[];
  readonly created_at: string;
  readonly expires_at: string;
  readonly until_end: boolean;
  /** The `sub` of whoever made it; absent where nobody was known then. */
  readonly created_by?: string;
  /** Whether it was taken back. */
  readonly revoked: boolean;
}

/** The links of a task that have not expired, newest first. */
export interface WatchLinkList {
  readonly watch_links: readonly WatchLinkEntry[];
}

/** 201: a link to one task. The token is shown this once. */
export interface WatchLinkReply {
  readonly link_id: string;
  readonly task_id: string;
  /** The page, with the token where no server sees it: in the fragment. */
  readonly url: string;
  /** Goes wherever a caller's own token may stand. */
  readonly token: string;
  readonly may: readonly WatchLinkRight[];
  readonly created_at: string;
  readonly expires_at: string;
  readonly until_end: boolean;
}

/** Which tasks a watch of the list is to hear of. What is given must match, what is absent matches everything. */
export interface WatchTasksRequest {
  /** The exact text. */
  readonly owner?: string;
  /** `[a-z][a-z0-9_]{0,63}` */
  readonly kind?: string;
  /** A task that had this status and has another one now is told once more, with the new one. */
  readonly status?: TaskRunStatus;
}

/** One stored, numbered, replayable event of a task. What the reporter does not choose (`task_id`, `seq`, `epoch`, `attempt`) the log stamps on when it stores the event. */
export type TaskEvent =
  | BatchCompleteEvent
  | BatchStartEvent
  | CancelledEvent
  | CompletedEvent
  | ConceptAllContentCompleteEvent
  | ConceptCompleteEvent
  | ConceptFailedEvent
  | ConceptStartEvent
  | ControlEvent
  | FailedEvent
  | HumanReviewRequiredEvent
  | ProgressEvent
  | RetryStartedEvent
  | TaskRecoveringEvent
  | UnreadableTaskEvent;

/** What the server calls on a client. Each method's wire name is the `type` of the one message that it carries. One subscription sends `connected`, then `current_status` where the subscriber asked for it, then events whose `seq` goes up by exactly one. A watch of the list of tasks sends `task_changed` and `tasks_beat`. */
export interface ServerMessages {
  readonly connected: ConnectedMessage;
  readonly current_status: TaskSnapshot;
  readonly error: ErrorMessage;
  readonly pong: PongMessage;
  readonly task_changed: TaskChangedMessage;
  readonly tasks_beat: TasksBeatMessage;
  readonly progress: ProgressEvent;
  readonly human_review_required: HumanReviewRequiredEvent;
  readonly concept_start: ConceptStartEvent;
  readonly concept_complete: ConceptCompleteEvent;
  readonly concept_failed: ConceptFailedEvent;
  readonly concept_all_content_complete: ConceptAllContentCompleteEvent;
  readonly batch_start: BatchStartEvent;
  readonly batch_complete: BatchCompleteEvent;
  readonly task_recovering: TaskRecoveringEvent;
  readonly retry_started: RetryStartedEvent;
  readonly control: ControlEvent;
  readonly completed: CompletedEvent;
  readonly failed: FailedEvent;
  readonly cancelled: CancelledEvent;
  readonly unknown: UnreadableTaskEvent;
}
