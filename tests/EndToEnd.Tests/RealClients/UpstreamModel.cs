using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>One model of one provider that nobody else asks.</summary>
/// <param name="Kind">Of the provider.</param>
/// <param name="Provider">Id of the provider.</param>
/// <param name="Name">The provider's name for the model.</param>
/// <param name="Since">What the fake provider had logged before.</param>
internal sealed record UpstreamModel(UpstreamKind Kind, string Provider, string Name, long Since, FakeProviderProcess Fake)
{
    /// <summary>What a consumer calls it.</summary>
    public string CallerName => $"{Provider}/{Name}";

    /// <summary>Tells the fake provider how to answer.</summary>
    /// <param name="times">How often; null for ever.</param>
    public Task Answers(object answer, int? times = null) => Fake.AddRule(new { match = new { model = Name }, times = times ?? int.MaxValue, answer });

    /// <summary>What reached the fake provider, oldest first.</summary>
    public async Task<IReadOnlyList<FakeCall>> Calls() => [.. (await Fake.Log(Since)).Entries.Where(call => call.Model == Name && call.Method == "POST")];
}
