namespace AiGateway.EndToEnd.Tests.Harness;

public sealed class HarnessTests
{
    [Fact]
    public async Task A_suspended_process_is_silent_and_goes_on_when_continued()
    {
        await using var fake = await FakeProviderProcess.Start();
        fake.Process.Suspend();
        await Assert.ThrowsAsync<TimeoutException>(() => fake.Process.Answers(new Uri(fake.Address, "/_control/stats"), TimeSpan.FromMilliseconds(200)));

        fake.Process.Continue();

        await fake.Process.Answers(new Uri(fake.Address, "/_control/stats"));
    }

    [Fact]
    public async Task A_process_that_ends_early_says_why()
    {
        await using var edge = await EdgeProcess.Start(new EdgeOptions { WaitUntilReady = false, Settings = new Dictionary<string, string> { ["Gateway:HeartbeatMs"] = "1" } });

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => edge.Ready());

        Assert.Contains("Gateway:HeartbeatMs must lie between 1000 and 90000", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, await edge.Process.Exit());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_store_keeps_what_it_has_when_it_is_killed(bool standIn)
    {
        await using var store = await StoreServer.Start(standIn);
        Assert.Equal("+OK", await store.Command("SET kept 1"));

        store.Process.Kill();
        await store.StartProcess();

        Assert.Equal("$1 1", await store.Command("GET kept"));
    }

    [Fact]
    public async Task An_edge_with_a_catalog_is_ready_and_its_fake_provider_logs_the_call()
    {
        await using var fake = await FakeProviderProcess.Start();
        await using var edge = await EdgeProcess.Start(new EdgeOptions
        {
            ConsumerKey = "caller key",
            Catalog = $$"""
                providers:
                  - id: fake
                    kind: openai
                    baseUrl: {{fake.BaseUrl}}
                    keys: [ { id: k1, secret: sk-harness } ]
                models:
                  - { id: m, targets: [ { provider: fake, model: fake-chat } ] }
                consumers:
                  - { id: c, keys: [ { secret: "caller key" } ], models: [ "*" ] }
                """,
        });

        var answer = await edge.Data.Chat("m");

        Assert.Equal(200, answer.Status);
        Assert.Equal("Active", await edge.Admin.KeyState("k1"));
        Assert.Equal("sk-harness", Assert.Single((await fake.Log()).Entries).Key);
    }
}
