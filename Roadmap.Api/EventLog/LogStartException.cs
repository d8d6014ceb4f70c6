namespace Roadmap.Api.EventLog;

/// <summary>The log cannot be opened, and so the server cannot start. The message names the setting and what to do.</summary>
public sealed class LogStartException(string message, Exception? innerException = null) : Exception(message, innerException);
