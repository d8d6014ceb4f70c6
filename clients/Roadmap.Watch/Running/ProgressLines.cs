using System.Text;

namespace Roadmap.Watch.Running;

/// <summary>
/// The lines of one stream, however its bytes are cut. A line ends with a line feed or with a carriage return, with which bars begin anew.
/// </summary>
internal sealed class ProgressLines(Action<OutputProgress> found)
{
    /// <summary>What comes after so much of a line is left out: it is no line for people.</summary>
    private const int LongestLine = 4_096;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _line = new();

    /// <summary>The last line that said something.</summary>
    public string LastLine { get; private set; } = "";

    public void Take(ReadOnlySpan<byte> bytes)
    {
        var letters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var count = _decoder.GetChars(bytes, letters, flush: false);
        foreach (var letter in letters.AsSpan(0, count))
        {
            if (letter is '\n' or '\r')
                End();
            else if (_line.Length < LongestLine)
                _line.Append(letter);
        }

        // A bar that begins with a carriage return has no end before the next one.
        if (_line.Length > 0 && ProgressText.Find(_line.ToString(), isWhole: false) is { } progress)
            found(progress);
    }

    /// <summary>Nothing follows.</summary>
    public void End()
    {
        if (_line.Length == 0)
            return;
        var line = _line.ToString();
        _line.Clear();
        if (!string.IsNullOrWhiteSpace(line))
            LastLine = line;
        if (ProgressText.Find(line, isWhole: true) is { } progress)
            found(progress);
    }
}
