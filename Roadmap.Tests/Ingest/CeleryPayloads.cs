namespace Roadmap.Tests.Ingest;

/// <summary>One message of every type, as the Celery workers of the earlier system publish them.</summary>
internal static class CeleryPayloads
{
    public const string TaskId = "0b9f6a52-6a0e-4c1c-9a3e-5d0c6f1e2a77";

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["progress"] = Of(
            "progress",
            """ "step": "intent_analysis", "status": "processing", "timestamp": "2026-01-31T20:00:00.123456+08:00", "message": "需求分析完成", "data": {"roadmap_id": "python-web-8f3a", "key_technologies": ["Python", "FastAPI"]}, "sub_status": "waiting" """),
        ["human_review_required"] =
            Of("human_review_required",
                """ "roadmap_id": "python-web-8f3a", "roadmap_title": "Python Web 开发", "stages_count": 4, "timestamp": "2026-01-31T20:00:00+08:00", "message": "路线图框架已生成，请审核" """),
        ["concept_start"] =
            Of("concept_start",
                """ "concept_id": "python-web-8f3a:c-1-1-1", "concept_name": "变量", "content_type": "tutorial", "progress": {"current": 1, "total": 30, "percentage": 3.3}, "timestamp": "2026-01-31T20:00:00+08:00", "message": "开始生成内容: 变量" """),
        ["concept_complete"] =
            Of("concept_complete",
                """ "concept_id": "python-web-8f3a:c-1-1-1", "concept_name": "变量", "content_type": "resources", "timestamp": "2026-01-31T20:00:00+08:00", "data": {"tutorial_id": null, "resources_count": 5} """),
        ["concept_failed"] =
            Of("concept_failed",
                """ "concept_id": "python-web-8f3a:c-1-1-1", "concept_name": "变量", "content_type": "quiz", "error": "Rate limit reached", "timestamp": "2026-01-31T20:00:00+08:00" """),
        ["concept_all_content_complete"] =
            Of("concept_all_content_complete",
                """ "concept_id": "python-web-8f3a:c-1-1-1", "concept_name": "变量", "timestamp": "2026-01-31T20:00:00+08:00", "message": "✅ 🎉", "data": {"tutorial_id": "t1", "resources_id": "r1", "quiz_id": null} """),
        ["batch_start"] =
            Of("batch_start",
                """ "batch_index": 1, "batch_size": 2, "total_batches": 15, "concept_ids": ["python-web-8f3a:c-1-1-1", "python-web-8f3a:c-1-1-2"], "timestamp": "2026-01-31T20:00:00+08:00" """),
        ["batch_complete"] =
            Of("batch_complete",
                """ "batch_index": 1, "total_batches": 15, "progress": {"completed": 2, "failed": 0, "total": 30, "percentage": 6.7}, "timestamp": "2026-01-31T20:00:00+08:00" """),
        ["task_recovering"] =
            Of("task_recovering",
                """ "timestamp": "2026-01-31T20:00:00+08:00", "message": "任务正在从服务器重启中恢复执行", "roadmap_id": "python-web-8f3a", "current_step": "content_generation" """),
        ["retry_started"] = Of("retry_started", """ "timestamp": "2026-01-31T20:00:00+08:00", "reason": "user" """),
        ["control"] = Of(
            "control", """ "command_id": "k-1", "command": "cancel", "phase": "effective", "timestamp": "2026-01-31T20:00:00+08:00" """),
        ["completed"] = Of(
            "completed",
            """ "roadmap_id": "python-web-8f3a", "timestamp": "2026-01-31T20:00:00+08:00", "message": "路线图生成完成", "tutorials_count": 30, "failed_count": 0 """),
        ["failed"] = Of(
            "failed",
            """ "error": "Connection reset", "error_detail": "[OSError] Connection reset\n\n--- Traceback ---\n…", "timestamp": "2026-01-31T20:00:00+08:00", "step": "curriculum_design" """),
        ["cancelled"] = Of("cancelled", """ "timestamp": "2026-01-31T20:00:00+08:00", "reason": "user" """),
        ["retry_item_complete"] = Of("retry_item_complete",
            """ "concept_id": "python-web-8f3a:c-1-1-1", "success": true, "timestamp": "2026-01-31T20:00:00+08:00", "message": "重试" """),
        ["retry_completed"] = Of(
            "retry_completed", """ "success_count": 3, "failed": [], "detail": {"a": null}, "timestamp": "2026-01-31T20:00:00+08:00" """),
        ["moon_phase"] = Of("moon_phase", """ "phase": 0.25, "timestamp": "2026-01-31T20:00:00+08:00" """),
    };

    /// <summary>A progress event with a text of its own, and so other bytes than every other.</summary>
    public static string Progress(string taskId, string message) =>
        $$"""{"type": "progress", "task_id": "{{taskId}}", "step": "content_generation", "status": "processing", "timestamp": "2026-01-31T20:00:00+08:00", "message": "{{message}}"}""";

    private static string Of(string type, string members) => $$"""{"type": "{{type}}", "task_id": "{{TaskId}}",{{members}}}""";
}
