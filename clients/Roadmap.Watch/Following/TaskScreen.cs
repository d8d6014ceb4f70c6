using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Watch.Screen;
using Roadmap.Watch.Words;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Roadmap.Watch.Following;

/// <summary>
/// A task for somebody at a terminal: what has happened runs by, and how far it is stands below. However quickly events come, it is drawn
/// ten times a second at most, and of what would run by too quickly to be read only the last lines are shown.
/// </summary>
internal sealed class TaskScreen : ITaskOutput, IAsyncDisposable
{
    private const int LinesPerFrame = 12;
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private static readonly Padding s_gap = new(0, 0, 1, 0);

    private readonly Terminal _terminal;
    private readonly bool _isVerbose;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly TimeLeft _left;
    private readonly Lock _gate = new();
    private readonly Queue<(TaskEvent Happened, Tone Tone)> _news = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _drawing;
    private int _leftOut;
    private TaskSnapshot? _task;
    private string? _step;
    private string? _detail;
    private TaskWatchState _connection = new(TaskWatchPhase.Connecting);
    private bool _isChanged = true;
    private bool _isPaused;
    private long _drawnAt;
    private int _drawnWidth;

    /// <param name="terminal">Where it is drawn.</param>
    /// <param name="isVerbose">Whether small things run by too, and not only the last one is shown.</param>
    public TaskScreen(Terminal terminal, bool isVerbose)
    {
        (_terminal, _isVerbose, _left) = (terminal, isVerbose, new TimeLeft(_time));
        _drawing = DrawAsync(_ending.Token);
    }

    public void Show(ITaskMessage message, TaskSnapshot? task)
    {
        lock (_gate)
        {
            if (message is TaskEvent happened)
                Add(happened);
            _task = task ?? _task;
            _step = (message as ProgressEvent)?.Step ?? task?.CurrentStep ?? _step;
            if (task is not null)
                _left.Note(task);
            _isChanged = true;
        }
    }

    public void ShowConnection(TaskWatchState state)
    {
        lock (_gate)
            (_connection, _isChanged) = (state, true);
    }

    public void ShowLoss()
    {
        lock (_gate)
            (_detail, _isChanged) = ("Some events can no longer be had; this is the task as it is.", true);
    }

    /// <summary>Nothing is drawn until the end of it: the terminal is somebody else's.</summary>
    public IDisposable Pause()
    {
        lock (_gate)
        {
            Draw([]);
            _terminal.Release();
            _isPaused = true;
        }

        return new Paused(this);
    }

    /// <summary>Draws the last of it, which stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _drawing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            if (!_isPaused)
                Draw(TaskPanel.Rows(Sight(), _terminal));
            _terminal.Release();
        }

        _ending.Dispose();
    }

    private async Task DrawAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_frame, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            lock (_gate)
            {
                // Its clock goes on while nothing happens, and a window may have another width.
                if (!_isPaused && (_isChanged || _time.GetElapsedTime(_drawnAt) >= s_second || _drawnWidth != _terminal.Width))
                    Draw(TaskPanel.Rows(Sight(), _terminal));
            }
        }
    }

    private void Add(TaskEvent happened)
    {
        var tone = EventWords.ToneOf(happened, _step);
        if (tone == Tone.Detail)
            _detail = EventWords.Of(happened);
        else
            _detail = null;
        if (tone == Tone.Detail && !_isVerbose)
            return;
        _news.Enqueue((happened, tone));
        if (_news.Count <= LinesPerFrame)
            return;
        _news.Dequeue();
        _leftOut++;
    }

    private void Draw(IReadOnlyList<Line> rows)
    {
        var staying = new List<IRenderable>();
        if (_leftOut > 0)
            staying.Add(new Line().Add($"{(_terminal.IsUnicode ? "…" : "...")} {_leftOut} more", Palette.Quiet).Render());
        staying.AddRange(_news.Select(news => LogEntry(news.Happened, news.Tone)));
        _news.Clear();
        _leftOut = 0;
        _terminal.Draw(staying, rows);
        (_isChanged, _drawnAt, _drawnWidth) = (false, _time.GetTimestamp(), _terminal.Width);
    }

    private Grid LogEntry(TaskEvent happened, Tone tone)
    {
        var (sign, style) = Palette.Of(tone, _terminal.IsUnicode);
        var at = happened.Timestamp.ToLocalTime().ToString(_terminal.IsNarrow ? "HH:mm" : "HH:mm:ss");
        var text = tone is Tone.Good or Tone.Bad or Tone.Person ? style : Style.Plain;
        return new Grid()
            .AddColumns(
                new GridColumn { Width = at.Length, NoWrap = true, Padding = s_gap },
                new GridColumn { Width = 1, NoWrap = true, Padding = s_gap },
                new GridColumn { Width = _terminal.Width - at.Length - 3, Padding = new Padding(0) })
            .AddRow(new Paragraph(at, Palette.Quiet), new Paragraph(sign, style), new Paragraph(EventWords.Of(happened), text));
    }

    private TaskSight Sight()
    {
        var now = _time.GetUtcNow();
        var until = _task is null ? now : _task.FinishedAt ?? (now > _task.UpdatedAt ? now : _task.UpdatedAt);
        return new TaskSight(
            _task, _detail, _task is null ? TimeSpan.Zero : until - _task.CreatedAt, _left.Now(), _connection.Phase,
            (_connection.RetryAt ?? now) - now);
    }

    private sealed class Paused(TaskScreen screen) : IDisposable
    {
        public void Dispose()
        {
            lock (screen._gate)
                (screen._isPaused, screen._isChanged) = (false, true);
        }
    }
}
