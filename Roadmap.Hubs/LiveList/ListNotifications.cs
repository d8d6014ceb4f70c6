using MediatR;

namespace Roadmap.Hubs.LiveList;

/// <summary>What is to be told to those who watch the list of tasks, each task once.</summary>
internal sealed record TasksChanged(IReadOnlyList<TaskChange> Changes) : INotification;

/// <summary>Those who watch the list of tasks are to hear how many changes there were.</summary>
internal sealed record ListBeatsDue : INotification;

/// <summary>Retention has deleted tasks: the host publishes it.</summary>
public sealed record TasksDeleted(int Count) : INotification;
