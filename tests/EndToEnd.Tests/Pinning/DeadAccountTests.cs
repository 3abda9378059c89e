using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Pinning;

/// <summary>Files at an account whose key has died.</summary>
[SaysItsStore]
public sealed class DeadAccountTests
{
    [Fact]
    public async Task An_account_that_is_dead_is_told_as_such_and_a_second_key_of_it_takes_over()
    {
        await using var cluster = await TestCluster.Start(Catalog, silos: 1, edges: 1);
        var edge = cluster.Edges[0].Data;
        var (solo, pair) = await OneOfEach(cluster);
        await cluster.Fake.AddRules(Dead("s@solo"), Dead("a@pair"));

        var refused = await edge.GetAnswer($"/v1/files/{solo}");
        Assert.Equal((503, "pinned_account_unavailable"), (refused.Status, refused.ErrorCode));
        Assert.Contains("provider 'pool'", refused.Error["message"]!.GetValue<string>(), StringComparison.Ordinal);
        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await edge.GetAnswer($"/v1/files/{pair}")).Status);
        // The first that met the dead key told all others.
        Assert.InRange((await cluster.Fake.CallsWith("a@pair")).Count(call => call.Status == 401), 0, 1);
        Assert.Equal("pinned_account_unavailable", (await edge.PostJson("/v1/chat/completions", Naming(solo))).ErrorCode);
    }

    /// <summary>A file at the account with one key, and one at the account with two.</summary>
    private static async Task<(string Solo, string Pair)> OneOfEach(TestCluster cluster)
    {
        var made = new Dictionary<string, string>();
        for (var i = 0; made.Count < 2; i++)
        {
            Assert.True(i < 200, "Two accounts: each must have been given a file by now.");
            var before = (await cluster.Fake.Log()).LastSeq;
            var id = await cluster.Edges[0].Data.UploadedId([1]);
            made[TwoAccounts.Of((await cluster.Fake.Log(before)).Entries.Single(call => call.Path.EndsWith("/files", StringComparison.Ordinal)))] = id;
        }
        return (made["solo"], made["pair"]);
    }

    private static object Dead(string key) => new { match = new { key }, answer = new { preset = "openai.invalid_key" } };

    private static object Naming(string file) => new
    {
        model = "chat",
        messages = new[] { new { role = "user", content = new object[] { new { type = "text", text = "what is it?" }, new { type = "file", file = new { file_id = file } } } } },
    };

    private static string Catalog(string baseUrl) => $$"""
        {{TwoAccounts.Provider(baseUrl, objects: "own")}}
        consumers:
          - { id: free, keys: [ { secret: "{{ClusterCatalog.Free}}" } ], models: [ "*" ] }
        """;
}
