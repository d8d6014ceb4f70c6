using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Requests;

namespace Roadmap.Hubs.Connections;

/// <summary>Whose the connections are, and for how long.</summary>
internal sealed class ConnectionCallers(
    ConnectionRegistry registry, TaskConnections connections, TaskFeeds feeds, ICallers callers, TimeProvider time)
{
    private const string Expired = "The token has expired. Come back with a new one, from your position.";
    private const string Revoked = "The token was revoked. Come back with a new one, from your position.";
    private const string FewerRoles = "The token has fewer roles than this connection. Open a new one with it.";

    /// <summary>By whom a call on a connection is. Throws when it is nobody's any more.</summary>
    public Caller Of(string connectionId)
    {
        if (!callers.AreKnown)
            return Caller.Unrestricted;
        if (registry.Find(connectionId)?.Caller is not { } caller)
            throw new RequestRefusedException(ErrorCodes.Unauthenticated, "The connection has gone.");
        return callers.EndOf(caller) is { } end
            ? throw new RequestRefusedException(ErrorCodes.Unauthenticated, SentenceOf(end))
            : caller.At(time.GetUtcNow());
    }

    /// <summary>A connection brings a fresh token, and lasts as long as that. Throws when it is none for it.</summary>
    public async Task RenewAsync(string connectionId, string token, CancellationToken cancellationToken)
    {
        if (!callers.AreKnown || registry.Find(connectionId) is not { } connection)
            return;
        var fresh = await callers.ReadAsync(token, cancellationToken)
            ?? throw new RequestRefusedException(ErrorCodes.Unauthenticated, "The token is not valid here.");
        if (fresh.Id != connection.Caller.Id || fresh.Link?.LinkId != connection.Caller.Link?.LinkId)
            throw new RequestRefusedException(ErrorCodes.Forbidden, "The token is somebody else's. Open a connection of its own for it.");
        // What it watches was let in by the roles that it had.
        if ((connection.Caller.Roles & ~fresh.Roles) != CallerRoles.User)
            throw new RequestRefusedException(ErrorCodes.Forbidden, FewerRoles);
        connection.Caller = fresh;
    }

    /// <summary>Lets those go whose time is over.</summary>
    public void EndOverdue()
    {
        foreach (var connection in registry.All)
        {
            if (callers.EndOf(connection.Caller) is { } end)
                End(connection, SentenceOf(end));
        }
    }

    private static string SentenceOf(CallerEnd end) => end == CallerEnd.Expired ? Expired : Revoked;

    /// <summary>It is told nothing more of any task from here on, however long it takes to go.</summary>
    private void End(TaskConnection connection, string sentence)
    {
        if (!connection.TryEnd())
            return;
        var connectionId = connection.Outbox.ConnectionId;
        foreach (var taskId in connection.UnwatchAll())
            feeds.Unsubscribe(taskId, connectionId);
        connections.LeaveList(connection);
        if (connection.Outbox.IsStream)
        {
            connection.Outbox.End(new CloseReason(ErrorCodes.Unauthenticated, sentence));
            return;
        }

        registry.Send(connectionId, TaskEventTypes.Error, new ErrorMessage { Code = ErrorCodes.Unauthenticated, Message = sentence });
        _ = AskToGoAsync(connection);
    }

    /// <summary>
    /// A close that the hub is asked for does not wait behind what it was sent. A client that takes nothing is cut by its outbox, which
    /// ends this wait, too.
    /// </summary>
    private static async Task AskToGoAsync(TaskConnection connection)
    {
        await connection.Outbox.WaitUntilDrainedAsync(CancellationToken.None);
        connection.AskToGo?.Invoke();
    }
}
