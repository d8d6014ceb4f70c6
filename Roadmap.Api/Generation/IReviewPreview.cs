using Roadmap.Contracts;

namespace Roadmap.Api.Generation;

/// <summary>Says what feedback would do to a plan, at once and without doing it.</summary>
public interface IReviewPreview
{
    /// <summary>
    /// What comes of each part of the feedback. Of a plan that a language model changes, it is what the model is asked for: the model
    /// itself is not. Null for a plan whose maker is not here any more.
    /// </summary>
    /// <param name="plan">The plan that waits for its review.</param>
    /// <param name="requestedAt">When the roadmap was asked for.</param>
    /// <param name="feedback">What the reviewer wrote. It may be anything.</param>
    ReviewPreview? Preview(RoadmapDocument plan, DateTimeOffset requestedAt, string feedback);
}
