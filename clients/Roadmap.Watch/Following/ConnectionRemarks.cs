using Roadmap.Client;
using Roadmap.Watch.Server;

namespace Roadmap.Watch.Following;

/// <summary>Says once that the connection is lost, and once that it is back.</summary>
internal sealed class ConnectionRemarks
{
    private bool _wasLive;
    private bool _isLost;

    public void Note(TaskWatchState state)
    {
        if (state.Phase == TaskWatchPhase.Waiting && _wasLive && !_isLost)
        {
            _isLost = true;
            Output.Remark("the connection is lost; trying again");
        }
        else if (state.Phase == TaskWatchPhase.Live)
        {
            if (_isLost)
                Output.Remark("connected again");
            (_wasLive, _isLost) = (true, false);
        }
    }
}
