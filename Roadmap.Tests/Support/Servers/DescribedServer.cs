using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>A server, and what it says of itself: one for all tests of a class.</summary>
public sealed class DescribedServer : IAsyncLifetime
{
    private const string Components = "#/components/schemas/";

    private static readonly EvaluationOptions s_strictly = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly Dictionary<string, JsonSchema> _compiled = new(StringComparer.Ordinal);

    /// <summary>The document as it was served.</summary>
    internal string Text { get; private set; } = "";

    internal JsonElement Document { get; private set; }

    internal JsonElement Schemas => Document.GetProperty("components").GetProperty("schemas");

    internal RestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await RestServer.StartAsync("Development");
        Text = await Server.Http.GetStringAsync(new Uri(Routes.OpenApi, UriKind.Relative));
        Document = JsonElement.Parse(Text);
    }

    public async ValueTask DisposeAsync()
    {
        Server.Logged.Lines.ShouldBeEmpty();
        await Server.DisposeAsync();
    }

    /// <summary>What is wrong with a value, by the schema of that name; nothing when it is right.</summary>
    internal string[] Wrong(string schema, string json)
    {
        if (!_compiled.TryGetValue(schema, out var compiled))
            _compiled[schema] = compiled = JsonSchema.FromText(Alone(new JsonObject { ["$ref"] = $"{Components}{schema}" }));
        return Wrong(compiled, JsonElement.Parse(json));
    }

    /// <summary>The same by a schema that stands somewhere in the document.</summary>
    internal string[] Wrong(JsonElement schema, JsonElement value) =>
        Wrong(JsonSchema.FromText(Alone(JsonNode.Parse(schema.GetRawText())!.AsObject())), value);

    private static string[] Wrong(JsonSchema schema, JsonElement value)
    {
        var results = schema.Evaluate(value, s_strictly);
        var errors = from detail in results.IsValid ? [] : results.Details ?? []
                     from error in detail.Errors?.Values.AsEnumerable() ?? []
                     select $"{detail.InstanceLocation}: {error}";
        return [.. errors];
    }

    /// <summary>A schema with all the others beside it, where JSON Schema looks for them.</summary>
    private string Alone(JsonObject schema)
    {
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        schema["$defs"] = JsonNode.Parse(Schemas.GetRawText());
        return schema.ToJsonString().Replace(Components, "#/$defs/", StringComparison.Ordinal);
    }
}
