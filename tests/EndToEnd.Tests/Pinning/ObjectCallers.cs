using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Pinning;

/// <summary>Clients of two consumers.</summary>
/// <param name="since">Number of the last call that the provider had logged before.</param>
internal sealed class ObjectCallers(TestCluster cluster, string key, string strangersKey, long since) : IDisposable
{
    public string Key => key;

    /// <summary>The first consumer at the first edge.</summary>
    public HttpClient One { get; } = cluster.Edges[0].ClientWith(key);

    /// <summary>The same at the second.</summary>
    public HttpClient Other { get; } = cluster.Edges[1].ClientWith(key);

    /// <summary>The second consumer at the second edge.</summary>
    public HttpClient Stranger { get; } = cluster.Edges[1].ClientWith(strangersKey);

    /// <summary>The same at the first.</summary>
    public HttpClient StrangerAtOne { get; } = cluster.Edges[0].ClientWith(strangersKey);

    /// <summary>What has reached the provider since, oldest first.</summary>
    public async Task<IReadOnlyList<FakeCall>> Calls() => (await cluster.Fake.Log(since)).Entries;

    public void Dispose()
    {
        One.Dispose();
        Other.Dispose();
        Stranger.Dispose();
        StrangerAtOne.Dispose();
    }
}
