using Roadmap.Contracts;

namespace Roadmap.Api.Generation;

/// <summary>Says what feedback would do to a plan, at once and without doing it.</summary>
public interface IReviewPreview
{
    /// <summary>
    /// The plan with the feedback worked in; its <see cref="RoadmapDocument.Review"/> says what came of each part. Null for a plan of
    /// another maker, who alone knows what it will make of the feedback.
    /// </summary>
    /// <param name="plan">The plan that waits for its review.</param>
    /// <param name="requestedAt">When the roadmap was asked for.</param>
    /// <param name="feedback">What the reviewer wrote. It may be anything.</param>
    RoadmapDocument? Preview(RoadmapDocument plan, DateTimeOffset requestedAt, string feedback);
}
