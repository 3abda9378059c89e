using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>
/// Asks the owner of each key how it is, through every edge in turn and again and again without waiting for answers, and so
/// knows from which moment on all owners answer again after some were lost.
/// </summary>
internal sealed class GrainWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    /// <summary>An answer that took longer had to wait for the loss to be noticed.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Question> _questions = new();
    private readonly List<HttpClient> _edges;
    private readonly Task _asking;

    public GrainWatch(IEnumerable<EdgeProcess> edges, int keys)
    {
        _edges = [.. edges.Select(edge => new HttpClient { BaseAddress = edge.AdminAddress, Timeout = TimeSpan.FromSeconds(15) })];
        foreach (var http in _edges)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", EdgeOptions.DefaultAdminToken);
        _asking = Task.WhenAll(Enumerable.Range(1, keys).Select(key => Task.Run(() => Ask(key))));
    }

    /// <summary>What the questions asked since a moment show.</summary>
    /// <param name="lost">When the silo was lost, as <see cref="Stopwatch.GetTimestamp"/> tells it.</param>
    public Recovery Since(long lost)
    {
        var bad = BadSince(lost);
        return bad.Count == 0
            ? new Recovery(0, 0, 0)
            : new Recovery(
                bad.Max(q => Stopwatch.GetElapsedTime(lost, q.AskedAt).TotalSeconds),
                bad.Max(q => Stopwatch.GetElapsedTime(lost, q.EndedAt).TotalSeconds),
                bad.Select(q => q.Key).Distinct().Count());
    }

    /// <summary>Waits until all owners have answered at once for two seconds.</summary>
    /// <param name="cluster">Says why, should they not.</param>
    /// <exception cref="TimeoutException">Some did not for the whole time; it names them.</exception>
    public async Task AllAnswer(TestCluster cluster)
    {
        static long TwoSecondsAgo() => Stopwatch.GetTimestamp() - (2 * Stopwatch.Frequency);

        try
        {
            await Eventually.Holds(() => Task.FromResult(BadSince(TwoSecondsAgo()).Count == 0));
        }
        catch (TimeoutException e)
        {
            var processes = cluster.Silos.Select(silo => silo.Process).Concat(cluster.Edges.Select(edge => edge.Process));
            var bad = string.Join('\n', BadSince(TwoSecondsAgo()));
            throw new TimeoutException($"{e.Message}:\n{bad}\n{string.Join('\n', processes.Select(process => process.Describe("was there")))}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        _edges.ForEach(http => http.Dispose());
        _stop.Dispose();
    }

    private List<Question> BadSince(long moment) => [.. _questions.Where(q => q.EndedAt > moment && q.Bad)];

    private async Task Ask(int key)
    {
        var open = new List<Task>();
        for (var i = key; !_stop.IsCancellationRequested; i++)
        {
            open.Add(AskOnce(_edges[i % _edges.Count], key));
            await Task.Delay(Every, CancellationToken.None);
        }
        await Task.WhenAll(open);
    }

    private async Task AskOnce(HttpClient edge, int key)
    {
        var askedAt = Stopwatch.GetTimestamp();
        string? refusal = null;
        try
        {
            using var response = await edge.GetAsync(new Uri($"/admin/v1/keys/{ClusterCatalog.KeyId(key)}", UriKind.Relative));
            if (!response.IsSuccessStatusCode)
                refusal = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            refusal = e.Message;
        }
        _questions.Enqueue(new Question(key, edge.BaseAddress!.Port, askedAt, Stopwatch.GetTimestamp(), refusal));
    }

    private sealed record Question(int Key, int Edge, long AskedAt, long EndedAt, string? Refusal)
    {
        private TimeSpan Took => Stopwatch.GetElapsedTime(AskedAt, EndedAt);

        public bool Bad => Refusal is not null || Took > Slow;

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"key {Key} through the edge at {Edge}: {Refusal ?? "answered"} after {Took.TotalSeconds:0.00} s");
    }
}

/// <summary>How a cluster came back after a loss, in seconds from it.</summary>
/// <param name="LastRefusedAsked">When the last question was asked that got no answer, or a slow one: later ones were all answered.</param>
/// <param name="LastRefusedEnded">When the last of them was given up.</param>
/// <param name="Owners">Owners that did not answer at some time.</param>
internal sealed record Recovery(double LastRefusedAsked, double LastRefusedEnded, int Owners);
