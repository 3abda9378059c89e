using System.Diagnostics;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Realtime;

public sealed class ShutdownTests
{
    [Fact]
    public async Task Sessions_are_told_that_the_edge_goes_away_and_do_not_hold_it_up()
    {
        await using var fake = await FakeProviderProcess.Start();
        await using var edge = await EdgeProcess.Start(new EdgeOptions
        {
            ConsumerKey = "a key of the file",
            Catalog = $$"""
                providers:
                  - { id: fake, baseUrl: {{fake.BaseUrl}}, keys: [ { id: k1, secret: sk-of-the-file } ] }
                models:
                  - { id: voice, targets: [ { provider: fake, model: fake-chat } ] }
                consumers:
                  - { id: caller, keys: [ { secret: "a key of the file" } ], models: [ "*" ], limits: { concurrent: 5 } }
                """,
        });
        using var http = new HttpClient { BaseAddress = edge.AdminAddress };
        using var one = await RealtimeClient.Connect(edge.DataAddress, "/v1/realtime?model=voice", edge.ConsumerKey);
        using var other = await RealtimeClient.Connect(edge.DataAddress, "/v1/realtime?model=voice", edge.ConsumerKey);
        await one.Turn("hello");
        await Eventually.Get(() => http.GetAnswer("/metrics"), answer => answer.Body.Split('\n').Any(
            line => line.StartsWith("aigateway_realtime_sessions{", StringComparison.Ordinal) && line.Contains(" 2", StringComparison.Ordinal)));

        var watch = Stopwatch.StartNew();
        edge.Process.Terminate();
        var ends = await Task.WhenAll(one.Ended(), other.Ended());
        var exit = await edge.Process.Exit();

        Assert.All(ends, end => Assert.Equal((1001, "The gateway is going away. Connect again."), end));
        Assert.Equal(0, exit);
        // Far less than the 30 seconds that running calls have.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
        Assert.All(await Eventually.Get(() => fake.CallsWith("sk-of"), calls => calls.Count(call => call.Ending is not null) >= 2), call => Assert.Equal(FakeCall.Completed, call.Ending));
    }
}
