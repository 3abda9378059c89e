namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>Tests that measure time or memory, and so have the machine to themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class UndisturbedTests
{
    public const string Name = "undisturbed";
}
