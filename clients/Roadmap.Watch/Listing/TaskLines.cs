using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Roadmap.Client;
using Roadmap.Contracts.Json;
using Roadmap.Watch.Words;

namespace Roadmap.Watch.Listing;

/// <summary>A task of a list in one line, for other programs.</summary>
internal static class TaskLines
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Between tabs: id, status, percentage, when it changed, kind, title.</summary>
    public static string Columns(ListedTask task) => string.Join(
        '\t',
        task.TaskId,
        WireWord.Of(task.Status),
        $"{Math.Floor(task.Percentage):0}",
        $"{task.UpdatedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}",
        Printable.Line(task.Kind),
        Printable.Line(task.Title));

    /// <summary>With the names of <c>docs/protocol.md</c>.</summary>
    public static string Json(ListedTask task)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_writing))
        {
            json.WriteStartObject();
            json.WriteString("task_id", task.TaskId);
            json.WriteString("kind", task.Kind);
            if (task.Title is not null)
                json.WriteString("title", task.Title);
            if (task.Owner is not null)
                json.WriteString("owner", task.Owner);
            json.WriteString("status", WireWord.Of(task.Status));
            json.WriteString("current_step", task.CurrentStep);
            json.WriteNumber("percentage", task.Percentage);
            json.WriteNumber("attempt", task.Attempt);
            json.WriteString("created_at", task.CreatedAt);
            json.WriteString("updated_at", task.UpdatedAt);
            json.WriteNumber("seq", task.Seq);
            json.WriteString("epoch", task.Epoch);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
