namespace Roadmap.Api.Log.Redis;

/// <summary>Whether one connection still answers. There is one ping on its way at a time, so that a mute connection gathers none.</summary>
/// <param name="ping">Sends one.</param>
/// <param name="answers">Goes up with whatever else is answered: on a connection with much to do a ping may take its time.</param>
internal sealed class RedisPulse(Func<Task> ping, Func<long> answers)
{
    private Task _ping = Task.CompletedTask;
    private long _answers;

    /// <summary>Looks in a row that have found nothing answered since the one before.</summary>
    public int Silence { get; private set; }

    public void Look()
    {
        var now = answers();
        Silence = _ping.IsCompletedSuccessfully || now != _answers ? 0 : Silence + 1;
        _answers = now;
        if (_ping.IsCompleted)
            _ping = ping();
    }

    /// <summary>The connection is another one.</summary>
    public void Begin() => (_ping, Silence) = (Task.CompletedTask, 0);
}
