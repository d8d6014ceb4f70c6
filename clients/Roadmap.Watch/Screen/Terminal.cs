using System.Text;
using Roadmap.Watch.Server;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Roadmap.Watch.Screen;

/// <summary>
/// A terminal in which lines run by and stay, and the last few rows are drawn over and over. It is written to in one piece a frame, so that
/// nothing flickers. When the window has become narrower the terminal has broken rows in two, which is counted when they are wiped away.
/// </summary>
internal sealed class Terminal : IDisposable
{
    private const int NarrowerThan = 60;
    private const string NoColor = "NO_COLOR";

    private readonly Output _output;
    private List<int> _drawn = [];
    private bool _isCursorHidden;

    public Terminal(Output output)
    {
        _output = output;
        // An empty one is none, as its inventors say.
        if (Environment.GetEnvironmentVariable(NoColor) is "")
            Environment.SetEnvironmentVariable(NoColor, null);
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(output.Writer),
        });
    }

    /// <summary>For questions, and for what is longer than a screen.</summary>
    public IAnsiConsole Console { get; }

    public bool IsUnicode => Console.Profile.Capabilities.Unicode;

    /// <summary>Without the last column: terminals differ in what they do when it is written to.</summary>
    public int Width => Math.Max(16, Console.Profile.Width - 1);

    /// <summary>Rows that may be drawn over: the rest has left the screen, and no cursor reaches it.</summary>
    public int Height => Math.Max(3, Console.Profile.Height - 1);

    public bool IsNarrow => Width < NarrowerThan;

    /// <summary>Writes lines that stay, and draws the last rows anew below them.</summary>
    public void Draw(IEnumerable<IRenderable> staying, IReadOnlyList<Line> rows)
    {
        var frame = new StringBuilder();
        if (!_isCursorHidden)
            frame.Append("\e[?25l");
        _isCursorHidden = true;
        Wipe(frame);
        foreach (var line in staying)
            frame.Append(Console.ToAnsi(line).TrimEnd('\n')).Append('\n');
        foreach (var row in rows.Take(Height).Select(row => row.Fit(Width)))
        {
            frame.Append(Console.ToAnsi(row.Render())).Append('\n');
            _drawn.Add(row.Width);
        }

        Write(frame);
    }

    /// <summary>Lets what is drawn stay, and the cursor be seen.</summary>
    public void Release()
    {
        _drawn = [];
        if (_isCursorHidden)
            Write(new StringBuilder("\e[?25h"));
        _isCursorHidden = false;
    }

    /// <summary>A question that was interrupted may have hidden the cursor as well.</summary>
    public void Dispose()
    {
        _isCursorHidden = Output.IsTerminal;
        Release();
    }

    private void Wipe(StringBuilder frame)
    {
        if (_drawn.Count == 0)
            return;
        var columns = Math.Max(1, Console.Profile.Width);
        var rows = _drawn.Sum(width => Math.Max(1, (width + columns - 1) / columns));
        frame.Append($"\r\e[{rows}A\e[J");
        _drawn = [];
    }

    private void Write(StringBuilder frame)
    {
        _output.Writer.Write(frame);
        _output.Writer.Flush();
    }
}
