using System.Globalization;

[assembly: AssemblyFixture(typeof(AiGateway.EndToEnd.Tests.Harness.SharedGateway))]

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>
/// One edge and one provider for all tests that do not change them. Each test gets a <see cref="Lane"/> of its own, so that
/// none sees another's keys, limits or usage.
/// </summary>
public sealed class SharedGateway : IAsyncLifetime
{
    /// <summary>The provider, and the model there, whose calls cost a dollar a million tokens.</summary>
    public const string Priced = "priced";

    private readonly ScratchDirectory _directory = new();
    private int _lanes;

    public FakeProviderProcess Fake { get; private set; } = null!;

    public EdgeProcess Edge { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Fake = await FakeProviderProcess.Start();
        var prices = _directory.File("prices.yaml");
        await File.WriteAllTextAsync(prices, $"prices:\n- {{ provider: {Priced}, model: {Priced}, input: 1, output: 1 }}\n");
        Edge = await EdgeProcess.Start(new EdgeOptions
        {
            Settings = new Dictionary<string, string> { ["Gateway:HeartbeatMs"] = "1000", ["Gateway:BodyTimeoutMs"] = "1000", ["Gateway:PriceFile"] = prices },
        });
    }

    /// <summary>A provider, a model and a consumer that only the caller knows.</summary>
    public Task<Lane> Lane(LaneOptions? options = null) =>
        Harness.Lane.Make(this, string.Create(CultureInfo.InvariantCulture, $"lane{Interlocked.Increment(ref _lanes)}"), options ?? new LaneOptions());

    public async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        await Fake.DisposeAsync();
        _directory.Dispose();
    }
}
