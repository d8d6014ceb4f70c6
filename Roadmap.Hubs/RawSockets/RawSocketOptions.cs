namespace Roadmap.Hubs.RawSockets;

/// <summary>How raw WebSockets are told what happens.</summary>
public sealed class RawSocketOptions
{
    /// <summary>
    /// Whether clients of the earlier system are told in their own words, beside those of the protocol: <see cref="OldClientFrameFormat"/>.
    /// </summary>
    public bool ForOldClients { get; set; }
}
