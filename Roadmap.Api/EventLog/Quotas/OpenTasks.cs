using System.Runtime.InteropServices;

namespace Roadmap.Api.EventLog.Quotas;

/// <summary>The tasks of one owner that have not ended.</summary>
/// <param name="All">Of any kind.</param>
/// <param name="Generations">Those of them that the server's own workflow makes, also while they wait for a review.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OpenTasks(long All, long Generations);
