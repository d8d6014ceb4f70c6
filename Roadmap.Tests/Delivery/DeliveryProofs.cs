using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>The proofs under load have the machine to themselves: each starts several processes of the published program.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DeliveryProofs : ICollectionFixture<PublishedProgram>
{
    public const string Name = "Delivery proofs";
}
