using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Roadmap.Contracts.Json;

/// <summary>Source-generated JSON of every contract type. Wire names stand on the members, so that options need none.</summary>
[JsonSerializable(typeof(TaskEvent))]
[JsonSerializable(typeof(ProgressEvent))]
[JsonSerializable(typeof(HumanReviewRequiredEvent))]
[JsonSerializable(typeof(ConceptStartEvent))]
[JsonSerializable(typeof(ConceptCompleteEvent))]
[JsonSerializable(typeof(ConceptFailedEvent))]
[JsonSerializable(typeof(ConceptAllContentCompleteEvent))]
[JsonSerializable(typeof(BatchStartEvent))]
[JsonSerializable(typeof(BatchCompleteEvent))]
[JsonSerializable(typeof(TaskRecoveringEvent))]
[JsonSerializable(typeof(RetryStartedEvent))]
[JsonSerializable(typeof(ControlEvent))]
[JsonSerializable(typeof(CompletedEvent))]
[JsonSerializable(typeof(FailedEvent))]
[JsonSerializable(typeof(CancelledEvent))]
[JsonSerializable(typeof(UnreadableTaskEvent))]
[JsonSerializable(typeof(ClosingMessage))]
[JsonSerializable(typeof(ConnectedMessage))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(PongMessage))]
[JsonSerializable(typeof(TaskSnapshot))]
[JsonSerializable(typeof(TaskChangedMessage))]
[JsonSerializable(typeof(TasksBeatMessage))]
[JsonSerializable(typeof(WatchTasksRequest))]
[JsonSerializable(typeof(SubscribeRequest))]
[JsonSerializable(typeof(SubscribeReply))]
[JsonSerializable(typeof(TaskRequest))]
[JsonSerializable(typeof(GenerateRoadmapBody))]
[JsonSerializable(typeof(GenerateRoadmapReply))]
[JsonSerializable(typeof(ReviewBody))]
[JsonSerializable(typeof(ReviewReply))]
[JsonSerializable(typeof(ReviewPreviewBody))]
[JsonSerializable(typeof(ReviewPreview))]
[JsonSerializable(typeof(CancelReply))]
[JsonSerializable(typeof(RetryReply))]
[JsonSerializable(typeof(ActiveTaskReply))]
[JsonSerializable(typeof(CreateTaskBody))]
[JsonSerializable(typeof(ReportReply))]
[JsonSerializable(typeof(TaskPage))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(HealthReply))]
[JsonSerializable(typeof(RevocationBody))]
[JsonSerializable(typeof(WatchLinkBody))]
[JsonSerializable(typeof(WatchLinkReply))]
[JsonSerializable(typeof(WatchLinkList))]
[JsonSerializable(typeof(SignInDocument))]
[JsonSerializable(typeof(RoadmapDocument))]
[JsonSerializable(typeof(ConceptContent))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class ContractsJson : JsonSerializerContext
{
    /// <summary>How the server writes: nothing is escaped beyond what JSON needs.</summary>
    public static ContractsJson Wire { get; } = new(new JsonSerializerOptions { Encoder = WireEncoder.Instance });

    /// <summary>How a writer of one's own writes what <see cref="TypeInfoOf(object)"/> describes.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = WireEncoder.Instance, SkipValidation = true };

    /// <summary>
    /// By which a message is written, whatever it is: an event of an unknown type has no metadata of its own, and is written as an event.
    /// </summary>
    public static JsonTypeInfo TypeInfoOf(object message) => TypeInfoOf(message.GetType());

    /// <inheritdoc cref="TypeInfoOf(object)"/>
    public static JsonTypeInfo TypeInfoOf(Type type) => Wire.Options.GetTypeInfo(Described(type));

    /// <summary>Whether a value is of the contract, or of a type that the contract uses.</summary>
    public static bool Knows(object value) => Wire.Options.TryGetTypeInfo(Described(value.GetType()), out _);

    /// <summary>The metadata of one contract type.</summary>
    public static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Wire.Options.GetTypeInfo(typeof(T));

    private static Type Described(Type type) => type == typeof(UnknownTaskEvent) ? typeof(TaskEvent) : type;
}
