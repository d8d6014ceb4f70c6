using Roadmap.Client;

namespace Roadmap.Watch.Server;

/// <summary>Says once that the connection is lost, and once that it is back.</summary>
internal sealed class ConnectionRemarks : IProgress<RoadmapException?>
{
    public const string Lost = "the connection is lost; trying again";

    private bool _wasLive;
    private bool _isLost;

    public void Note(TaskWatchState state)
    {
        if (state.Phase == TaskWatchPhase.Waiting)
            NoteLost();
        else if (state.Phase == TaskWatchPhase.Live)
            NoteLive();
    }

    /// <summary>Of a list, which was fetched before it is watched: so there was a server.</summary>
    void IProgress<RoadmapException?>.Report(RoadmapException? value)
    {
        _wasLive = true;
        if (value is null)
            NoteLive();
        else
            NoteLost();
    }

    private void NoteLost()
    {
        if (!_wasLive || _isLost)
            return;
        _isLost = true;
        Output.Remark(Lost);
    }

    private void NoteLive()
    {
        if (_isLost)
            Output.Remark("connected again");
        (_wasLive, _isLost) = (true, false);
    }
}
