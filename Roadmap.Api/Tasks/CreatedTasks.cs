using Roadmap.Api.EventLog;
using Roadmap.Hubs.Access;

namespace Roadmap.Api.Tasks;

/// <summary>A task that was asked for twice.</summary>
internal static class CreatedTasks
{
    /// <summary>Who asks for the same as somebody else has not asked for it before: to it the id is taken.</summary>
    public static CreateResult As(Caller caller, CreateResult result) =>
        result is CreateResult.Repeated { State: var there } && !caller.Sees(there)
            ? new CreateResult.Taken()
            : result;
}
