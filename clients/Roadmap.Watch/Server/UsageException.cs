namespace Roadmap.Watch.Server;

/// <summary>The command line, or what stands for a part of it in the environment, is wrong.</summary>
internal sealed class UsageException(string message) : Exception(message);
