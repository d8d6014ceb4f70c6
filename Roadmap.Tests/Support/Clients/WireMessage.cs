using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Support;

/// <summary>What the server sends, on whichever way, as the contract's types.</summary>
internal static class WireMessage
{
    public static object Read(string type, JsonElement message) => type switch
    {
        TaskEventTypes.Connected => Read<ConnectedMessage>(message),
        TaskEventTypes.CurrentStatus => Read<TaskSnapshot>(message),
        TaskEventTypes.Error => Read<ErrorMessage>(message),
        TaskEventTypes.Closing => Read<ClosingMessage>(message),
        TaskEventTypes.Pong => Read<PongMessage>(message),
        _ => Read<TaskEvent>(message),
    };

    private static T Read<T>(JsonElement message)
        where T : class => message.Deserialize(ContractsJson.TypeInfo<T>())!;
}
