namespace Roadmap.Hubs.Operations;

/// <summary>A part of the server that holds something for longer than a request: before the server stops, it lets go.</summary>
public interface IDraining
{
    /// <summary>Takes on nothing new, and is done when nothing is held any more.</summary>
    /// <param name="period">Over which to spread what would otherwise come down on other instances at once; may be zero.</param>
    /// <param name="cancellationToken">Cancelled when there is no more time: the server stops with what is still held.</param>
    Task DrainAsync(TimeSpan period, CancellationToken cancellationToken);
}
