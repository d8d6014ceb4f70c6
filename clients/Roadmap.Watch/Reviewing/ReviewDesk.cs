using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Watch.Following;
using Roadmap.Watch.Words;

namespace Roadmap.Watch.Reviewing;

/// <summary>
/// A screen that asks when a plan waits for its review. Meanwhile the task is followed: when somebody else has decided, the question is
/// taken back.
/// </summary>
internal sealed class ReviewDesk(TaskScreen screen, ReviewQuestion question, CancellationToken cancellationToken)
    : ITaskOutput, IAsyncDisposable
{
    private CancellationTokenSource? _asking;
    private Task _asked = Task.CompletedTask;

    public void Show(ITaskMessage message, TaskSnapshot? task)
    {
        screen.Show(message, task);
        if (task is null)
            return;
        // When an answer takes effect the task still waits, until the next event says what for.
        if (!TaskWords.WaitsForReview(task))
            TakeBack();
        else if (_asking is null && message is (TaskSnapshot or HumanReviewRequiredEvent))
            Ask(task.TaskId, task.RoadmapId!);
    }

    public void ShowConnection(TaskWatchState state) => screen.ShowConnection(state);

    public void ShowLoss() => screen.ShowLoss();

    public async ValueTask DisposeAsync()
    {
        TakeBack();
        await _asked;
    }

    private void Ask(string taskId, string roadmapId)
    {
        _asking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _asked = AskAsync(_asked, taskId, roadmapId, _asking.Token);
    }

    private void TakeBack()
    {
        _asking?.Cancel();
        _asking = null;
    }

    private async Task AskAsync(Task before, string taskId, string roadmapId, CancellationToken over)
    {
        await before;
        // The question reads keys on this thread; the task is followed on the other one.
        await Task.Yield();
        using var pause = screen.Pause();
        try
        {
            await question.AskAsync(taskId, roadmapId, over);
        }
        catch (OperationCanceledException)
        {
            // Nothing is to be decided any more; what runs by says why.
        }
        catch (RoadmapException)
        {
            // Somebody else was quicker, which the task's events tell.
        }
    }
}
