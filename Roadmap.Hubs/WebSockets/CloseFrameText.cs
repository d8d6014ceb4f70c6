namespace Roadmap.Hubs.WebSockets;

/// <summary>The text of a close frame: with its code it has to fit into a control frame (RFC 6455, section 5.5).</summary>
internal static class CloseFrameText
{
    private const int MaxBytes = 123;

    public static string Fit(string reason)
    {
        var bytes = 0;
        var chars = 0;
        foreach (var rune in reason.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxBytes)
                break;
            chars += rune.Utf16SequenceLength;
        }

        return reason[..chars];
    }
}
