using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Observability;

/// <summary>The shared gateway with calls of every kind that metrics tell apart, and a Prometheus that watches it.</summary>
public sealed class WatchedGateway(SharedGateway gateway) : IAsyncLifetime
{
    private const string Split = "watched-split";

    private readonly List<Lane> _lanes = [];
    private HttpClient _caller = null!;

    public PrometheusServer Prometheus { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Prometheus = await PrometheusServer.Start(gateway.Edge.AdminAddress);
        var other = await Lane(new LaneOptions());
        var failing = await Lane(new LaneOptions());
        await failing.Answers(new { preset = "generic.empty_500" });
        var throttled = await Lane(new LaneOptions());
        await throttled.Answers(new { status = 429, headers = new Dictionary<string, string> { ["retry-after"] = "50" } });
        var limited = await Lane(new LaneOptions { Limits = new { requestsPerMinute = 1 } });
        var priced = await Harness.Lane.Make(gateway, SharedGateway.Priced, new LaneOptions { Keys = 2, UpstreamModel = SharedGateway.Priced, Fallback = [other] });
        _lanes.Add(priced);
        await priced.Answers(new { preset = "openai.invalid_key" }, key: 1);
        await SplitBetween(priced, other);

        // A rate is only there once a series has been seen twice.
        for (var round = 0; round < 2; round++)
        {
            await CallOnceEach(priced, failing, limited);
            _ = await throttled.Chat();
            await Prometheus.HasScraped();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _caller?.Dispose();
        foreach (var lane in _lanes)
            lane.Dispose();
        if (Prometheus is not null)
            await Prometheus.DisposeAsync();
    }

    private async Task<Lane> Lane(LaneOptions options)
    {
        var lane = await gateway.Lane(options);
        _lanes.Add(lane);
        return lane;
    }

    /// <summary>A model with a ramp, a target that has room for one call and copies of its calls.</summary>
    private async Task SplitBetween(Lane first, Lane second)
    {
        var admin = gateway.Edge.Admin;
        _ = (await admin.Put($"/admin/v1/models/{Split}", new
        {
            id = Split,
            targets = new object[]
            {
                new { provider = first.Id, model = SharedGateway.Priced, weight = 1 },
                new { provider = second.Id, model = "fake-small", weight = 1, limits = new { requestsPerDay = 1 } },
            },
            ramp = new { target = new { provider = second.Id, model = "fake-small" }, steps = new[] { 50 } },
            shadow = new { provider = second.Id, model = "fake-new" },
        })).Ok;
        _ = (await admin.Put($"/admin/v1/consumers/{Split}", new { id = Split, models = new[] { Split }, shadow = true })).Ok;
        _caller = gateway.Edge.ClientWith((await admin.Post($"/admin/v1/consumers/{Split}/keys")).Ok["key"]!.GetValue<string>());
    }

    private async Task CallOnceEach(Lane priced, Lane failing, Lane limited)
    {
        for (var i = 0; i < 4; i++)
        {
            Assert.True((await _caller.Chat(Split)).Status == 200);
            Assert.Equal(200, (await priced.Chat()).Status);
            Assert.True((await priced.Stream()).Done);
        }
        Assert.InRange((await failing.Chat()).Status, 500, 599);
        _ = await limited.Chat();
        Assert.Equal(429, (await limited.Chat()).Status);
        using var stranger = gateway.Edge.ClientWith("nobody's key");
        Assert.Equal(401, (await stranger.Chat(Split)).Status);
    }
}
