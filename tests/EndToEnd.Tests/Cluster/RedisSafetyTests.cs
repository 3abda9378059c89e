using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

public sealed class RedisSafetyTests : IAsyncLifetime
{
    private StoreServer? _redis;

    public async ValueTask InitializeAsync()
    {
        // The embedded store, which stands in elsewhere, has none of these settings.
        SystemTools.Require(SystemTools.Redis);
        _redis = await StoreServer.Start();
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_silo_warns_of_each_setting_that_lets_Redis_lose_what_it_confirmed()
    {
        await Is("+OK", "CONFIG SET appendonly no");
        await Is("+OK", "CONFIG SET maxmemory 1gb");
        await Is("+OK", "CONFIG SET maxmemory-policy allkeys-lru");
        await using var replica = await StoreServer.Start();
        Assert.Equal("+OK", await replica.Command($"REPLICAOF 127.0.0.1 {Redis.Port}"));
        await Eventually.Holds(async () => (await replica.Command("ROLE"))?.Contains("connected", StringComparison.Ordinal) == true);

        await using var silo = SiloProcess.Launch(Redis.ConnectionString);
        await silo.Ready();

        Assert.Equal(["appendonly is no", "maxmemory-policy is allkeys-lru", "min-replicas-to-write is 0 with 1 replica(s)"], Warnings(silo).Order());
    }

    [Fact]
    public async Task A_silo_warns_of_a_log_that_is_left_to_the_system()
    {
        await Is("+OK", "CONFIG SET appendfsync no");

        await using var silo = SiloProcess.Launch(Redis.ConnectionString);
        await silo.Ready();

        Assert.Equal(["appendfsync is no"], Warnings(silo));
    }

    [Fact]
    public async Task A_silo_has_nothing_to_say_of_a_Redis_that_is_set_as_the_documents_ask()
    {
        await using var silo = SiloProcess.Launch(Redis.ConnectionString);
        await silo.Ready();

        Assert.DoesNotContain(silo.Process.Output.Lines, line => line.Contains("Redis", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Redis_that_does_not_tell_its_settings_is_used_all_the_same()
    {
        await Is("+OK", "ACL SETUSER default -config");

        await using var silo = SiloProcess.Launch(Redis.ConnectionString);
        await silo.Ready();

        Assert.Contains(silo.Process.Output.Lines, line => line.Contains("does not tell whether its settings keep state safe", StringComparison.Ordinal));
    }

    private StoreServer Redis => _redis!;

    private async Task Is(string answer, string command) => Assert.Equal(answer, await Redis.Command(command));

    /// <summary>What comes between the name and the consequence.</summary>
    private static IEnumerable<string> Warnings(SiloProcess silo) =>
        from line in silo.Process.Output.Lines
        let start = line.IndexOf("Redis: ", StringComparison.Ordinal)
        where start >= 0
        select line[(start + "Redis: ".Length)..].Split(": ")[0];
}
