import type { Words } from '../words.ts';

export const errors: Words['errors'] = {
  byCode: {
    invalid_request: '请求中有不正确的内容。',
    unauthenticated: '你尚未登录，或登录已失效。',
    forbidden: '你无权这样做，或不能从这里操作。',
    task_not_found: '服务器上没有这个任务，或者它属于别人。',
    roadmap_not_found: '服务器上没有这份路线图，或者它属于别人。',
    not_found: '服务器上没有这个地址。',
    method_not_allowed: '服务器不支持这个操作。',
    unsupported_media_type: '服务器无法读取发送的内容。',
    request_timeout: '发送用时过长，什么都没有做。',
    conflict: '任务已有新进展，这个操作不再适用。',
    gone: '这部分内容已不再保留。',
    too_large: '内容超出了服务器允许的大小。',
    rate_limited: '请求过于频繁，请稍等片刻。',
    internal_error: '服务器出现故障，详情见其日志。',
    log_unavailable: '服务器暂时无法保存，请重试。',
    authority_unavailable: '暂时无法登录，请重试。',
    server_stopping: '服务器即将停止，请重试。',
    unreachable: '无法连接到服务器。',
    wrong_url: '这个地址上没有这样的服务器。',
    closed: '连接已关闭。',
  },
  unknown: '请求失败。',
  mayBeOld: '你看到的内容可能不是最新的。',
};
