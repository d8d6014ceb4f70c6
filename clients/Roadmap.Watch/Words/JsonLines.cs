using System.Text.Encodings.Web;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Watch.Words;

/// <summary>The contract's messages as JSON, each in one line, in which no control character stands as itself.</summary>
internal static class JsonLines
{
    // Letters stay as they are, quotes within markup too: this is read by programs, and never becomes a part of a web page.
    private static readonly ContractsJson s_json = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Of(ITaskMessage message) => message is TaskEvent happened
        ? JsonSerializer.Serialize(happened, s_json.TaskEvent)
        : JsonSerializer.Serialize((TaskSnapshot)message, s_json.TaskSnapshot);

    public static string Of(RoadmapDocument roadmap) => JsonSerializer.Serialize(roadmap, s_json.RoadmapDocument);
}
