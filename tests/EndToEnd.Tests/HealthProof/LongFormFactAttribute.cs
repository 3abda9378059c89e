using System.Runtime.CompilerServices;
using Xunit.Sdk;
using Xunit.v3;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>A part of the proof that the long form alone runs: what it shows in short is another test's already.</summary>
[XunitTestCaseDiscoverer(typeof(LongFormDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFormFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : FactAttribute(file, line);

/// <summary>Finds such tests only where the long form was asked for, so that they are not taken for skipped.</summary>
public sealed class LongFormDiscoverer : FactDiscoverer
{
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        HealthPlan.FromEnvironment().IsLong ? base.Discover(discoveryOptions, testMethod, factAttribute) : new([]);
}
