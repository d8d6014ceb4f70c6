namespace Roadmap.Api.Legacy;

/// <summary>What is done for clients of the earlier system, beyond the protocol: the section <c>Legacy</c>.</summary>
internal sealed class LegacyOptions
{
    public const string Section = "Legacy";

    /// <summary>
    /// Whether they are answered under their own paths, with their own statuses and names beside ours. False: the protocol, and nothing
    /// else.
    /// </summary>
    public bool Compatibility { get; set; }
}
