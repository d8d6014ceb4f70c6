namespace Roadmap.Contracts;

/// <summary>What has a place in a task's numbering: an event, or the task as it was after one.</summary>
public interface ITaskMessage
{
    /// <summary>Whose it is.</summary>
    string TaskId { get; }

    /// <summary>The life of the task's numbering that <see cref="Seq"/> counts in.</summary>
    string Epoch { get; }

    /// <summary>The event's own number; of a snapshot that of the last event in it.</summary>
    long Seq { get; }
}
