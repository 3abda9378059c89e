using AiGateway.Core.Health;
using AiGateway.Grains.Keys;

namespace AiGateway.PushLoad;

/// <summary>Blocks keys at one edge after another, in each way in turn, and takes the time until the last of the other edges knows.</summary>
internal sealed class PushRun(PushOptions options)
{
    private const int Keys = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly UpstreamFailure Refused = new() { Class = FailureClass.KeyDead, Scope = FailureScope.Key, Status = 401, Code = "invalid_api_key" };

    private readonly Arrivals _arrivals = new(options.Edges);
    private readonly Random _random = new(options.Seed);
    private readonly Samples _product = new();
    private readonly Samples _watch = new();
    private readonly Samples _direct = new();

    public async Task Measure(ResultTable results)
    {
        var edges = await Task.WhenAll(Enumerable.Range(0, options.Edges).Select(number => EdgeNode.Start(number, options, _arrivals)));
        foreach (var edge in edges)
            await edge.Subscribe(Enumerable.Range(0, Keys).Select(Key));
        using var stop = new CancellationTokenSource();
        Task[] listening = [.. edges.Select(edge => edge.Listen(stop.Token)), .. edges.Select(edge => edge.Watch(stop.Token))];

        for (var number = -options.WarmUp; number < options.Events; number++)
        {
            await Block(edges, number, _product, Reported);
            await Block(edges, number, _watch, (edge, key) => Told(edge, key, throughFeed: true));
            await Block(edges, number, _direct, (edge, key) => Told(edge, key, throughFeed: false));
        }
        await stop.CancelAsync();
        await Task.WhenAll(listening);

        if (options.Drop > 0)
            AddLossy(results, options.Drop, _product);
        else
            Add(results, "one-way calls from the feed, as the product does it", _product, judged: true);
        Add(results, "list and watch through a feed", _watch, judged: false);
        Add(results, "one-way calls from the key's owner", _direct, judged: false);
    }

    private async Task Block(EdgeNode[] edges, int number, Samples samples, Func<EdgeNode, string, Task> block)
    {
        var (from, key) = ((number & int.MaxValue) % edges.Length, Key((number & int.MaxValue) % Keys));
        var all = _arrivals.Begin($"{key} {KeyHealthState.Dead}", from);
        await block(edges[from], key);
        await all.WaitAsync(Patience);
        if (number >= 0)
            samples.Add(_arrivals.Slowest());

        // Good again for the next round, and at its own time, so that no event follows another's rhythm.
        await edges[from].Grains.GetGrain<IApiKeyGrain>(key).Unblock();
        await Task.Delay(_random.Next(5, 25));
    }

    private static async Task Reported(EdgeNode edge, string key) =>
        await edge.Grains.GetGrain<IApiKeyGrain>(key).Report(new KeyReport(0, [new KeyFailure("model", Refused)]));

    private static async Task Told(EdgeNode edge, string key, bool throughFeed) =>
        await edge.Grains.GetGrain<IBenchFeed>(key).Report(new KeyStatus { KeyId = key, State = KeyHealthState.Dead, Reason = Refused.ReasonCode }, throughFeed);

    private static string Key(int number) => $"bench-key-{number}";

    /// <summary>What a push does not tell an edge, it hears when it asks.</summary>
    private static void AddLossy(ResultTable results, double drop, Samples took) => results.Add(
        FormattableString.Invariant($"one-way calls from the feed, {drop:P0} of them lost"), "all ≤ 1,300 ms",
        FormattableString.Invariant($"p50 {took.Percentile(0.5):0.0} ms, p99 {took.Percentile(0.99):0} ms, max {took.Percentile(1):0} ms of {took.Count:N0}"),
        took.Percentile(1) <= 1_300);

    private static void Add(ResultTable results, string name, Samples took, bool judged)
    {
        var (p50, p99, p999) = (took.Percentile(0.5), took.Percentile(0.99), took.Percentile(0.999));
        results.Add(
            name, judged ? "p50 ≤ 3, p99 ≤ 10, p99.9 ≤ 50 ms" : "–", $"p50 {p50:0.0} ms, p99 {p99:0.0} ms, p99.9 {p999:0.0} ms of {took.Count:N0}",
            judged ? p50 <= 3 && p99 <= 10 && p999 <= 50 : null);
    }
}
