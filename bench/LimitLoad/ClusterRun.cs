using System.Globalization;

namespace AiGateway.LimitLoad;

/// <summary>Ten edges before real silos, and consumers of every kind at once.</summary>
internal sealed class ClusterRun(LoadOptions options)
{
    private const int Edges = 10;

    /// <summary>An edge forgets a consumer that has not called for a lease's length, and its next call waits for a hop.</summary>
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(14);

    private static readonly TimeSpan BetweenKnocks = TimeSpan.FromMilliseconds(97);

    private readonly ReportCounter _counter = new();
    private readonly Traffic _steady = new("steady-6000", 6_000, 0.7, new());
    private readonly Traffic _steadyLarge = new("steady-60000", 60_000, 0.7, new());
    private readonly (Traffic Traffic, double Target)[] _doubled =
        [(new("double-6000", 6_000, 2, new()), 0.98), (new("double-600", 600, 2, new()), 0.95), (new("double-60", 60, 2, new()), 0.90)];

    /// <summary>Each comes to all edges, so that an owner always has something out.</summary>
    private readonly Traffic[] _roaming = Many("roaming", 10);

    /// <summary>Each keeps to one edge, so that its owner has to store anew before it grants.</summary>
    private readonly Traffic[] _resting = Many("resting", 60);

    private readonly Samples _knocks = new();

    public async Task Measure(ResultTable results)
    {
        Traffic[] loaded = [_steady, _steadyLarge, .. _doubled.Select(each => each.Traffic)];
        Traffic[] hopping = [.. _roaming, .. _resting];
        foreach (var traffic in loaded)
            _counter.Watch(traffic);
        var edges = await Task.WhenAll(Enumerable.Range(1, Edges).Select(number => EdgeNode.Start(number, options, _counter)));

        using var stop = new CancellationTokenSource();
        var arrivals = edges.SelectMany((edge, i) => Start(edge, i, loaded, stop.Token)).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(options.WarmUpSeconds));
        Begin([_steady, _steadyLarge, .. hopping]);
        var knocking = Knock(edges, stop.Token);
        await Task.Delay(TimeSpan.FromSeconds(60 - options.WarmUpSeconds));
        Begin(_doubled.Select(each => each.Traffic));
        // A little more than the windows, for what a timer fires early.
        await Task.Delay(TimeSpan.FromSeconds((60 * options.Windows) + 0.5));
        await stop.CancelAsync();
        await Task.WhenAll([.. arrivals, knocking]);

        AddSteady(results, _steady, 0.3);
        AddSteady(results, _steadyLarge, 0.03);
        foreach (var (traffic, target) in _doubled)
            AddDoubled(results, traffic, target);
        AddHop(results, "the owner is at work", _roaming);
        AddHop(results, "the owner has to store first", _resting);
        results.Add("For comparison: a call to a desk that reports nothing", "–", Text(_knocks));
    }

    private async Task Knock(EdgeNode[] edges, CancellationToken stop)
    {
        for (var count = 0; !stop.IsCancellationRequested; count++)
        {
            _knocks.Add((await edges[count % edges.Length].Knock()).TotalMilliseconds);
            await Task.Delay(BetweenKnocks, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Begin(IEnumerable<Traffic> traffics)
    {
        foreach (var traffic in traffics)
            traffic.Begin();
    }

    private static Traffic[] Many(string name, int count)
    {
        var waits = new Samples();
        return [.. Enumerable.Range(0, count)
            .Select(i => new Traffic(string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"), 6_000, load: 0, waits))];
    }

    private IEnumerable<Task> Start(EdgeNode edge, int index, Traffic[] loaded, CancellationToken stop)
    {
        for (var i = 0; i < loaded.Length; i++)
            yield return Arrivals.Random(edge, loaded[i], loaded[i].PerSecond / Edges, new Random(options.Seed + (100 * index) + i), stop);
        // Spread over the round and over each other's gaps: a hop should not wait for the one before it.
        var shift = Seldom / (_roaming.Length * Edges) * index;
        yield return Arrivals.InTurn(edge, _roaming, Seldom, shift, stop);
        yield return Arrivals.InTurn(edge, [.. _resting.Where((_, i) => i % Edges == index)], Seldom, shift, stop);
    }

    private static void AddSteady(ResultTable results, Traffic traffic, double mostReports)
    {
        var figures = traffic.Figures();
        var name = $"{traffic.PerMinute:N0} a minute at 70 % load, {Edges} edges";
        results.Add($"{name}: admitted calls that waited for a hop", "≤ 1 %",
            $"{figures.Waited:P2} of {figures.Admitted:N0}{Lost(figures)}",
            figures is { Waited: <= 0.01, Unanswered: 0 });
        results.Add($"{name}: calls to the control plane for each admitted", $"≤ {mostReports}",
            $"{figures.Batches:0.####} to desks, {figures.Reports:0.####} to owners", figures.Reports <= mostReports);
    }

    private void AddDoubled(ResultTable results, Traffic traffic, double target)
    {
        var (share, most) = (traffic.Utilisation(options.Windows), traffic.MostInAnyWindow());
        results.Add($"{traffic.PerMinute:N0} a minute at twice the load: utilisation", $"≥ {target:P0}, never above the limit",
            $"{share:P1}, at most {most:N0} in any 60 s{Lost(traffic.Figures())}", share >= target && most <= traffic.PerMinute);
    }

    private static void AddHop(ResultTable results, string name, Traffic[] traffics)
    {
        var waits = traffics[0].Waits;
        results.Add($"A call that waits for a hop: {name}", "p99 ≤ 5 ms", Text(waits), waits.Percentile(0.99) <= 5);
    }

    private static string Text(Samples took) => $"p50 {took.Percentile(0.5):0.0} ms, p99 {took.Percentile(0.99):0.0} ms of {took.Count:N0}";

    private static string Lost(TrafficFigures figures) => figures.Unanswered == 0 ? "" : $", {figures.Unanswered:N0} unanswered";
}
