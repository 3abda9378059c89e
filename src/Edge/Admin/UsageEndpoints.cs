using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.Core.Money;
using AiGateway.Core.Usage;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Usage;
using AiGateway.Grains.Usage;

namespace AiGateway.Edge.Admin;

/// <summary>What was used: roll-ups by minute, hour and day, and the recent calls one by one.</summary>
internal static class UsageEndpoints
{
    private const int MaxPages = 800;
    private const int MaxCalls = 1_000;

    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/usage", Rollup);
        admin.MapGet("/usage/calls", Calls);
    }

    /// <param name="by">consumer, model, or shadow for the copies of a model's calls.</param>
    /// <param name="id">One of them; all when left out.</param>
    /// <param name="resolution">minute, hour or day.</param>
    /// <param name="from">ISO 8601; an hour ago when left out.</param>
    /// <param name="to">ISO 8601, exclusive; now when left out.</param>
    private static async Task<IResult> Rollup(string? by, string? id, string? resolution, string? from, string? to,
        IGrainFactory grains, CatalogView catalog, TimeProvider time)
    {
        if (!Enum.TryParse<RollupEntity>(by ?? "model", ignoreCase: true, out var entity))
            return Bad("by", "consumer, model or shadow");
        if (!Enum.TryParse<RollupResolution>(resolution ?? "minute", ignoreCase: true, out var cells))
            return Bad("resolution", "minute, hour or day");
        var now = time.GetUtcNow();
        if (!TryTime(from, now.AddHours(-1), out var fromMs) || !TryTime(to, now.AddMinutes(1), out var toMs) || fromMs >= toMs)
            return Bad("from and to", "ISO 8601 times, from before to");

        var ids = id is not null ? [id] : IdsOf(entity, catalog);
        var starts = RollupSpan.Pages(cells, fromMs, toMs).ToList();
        if (starts.Count * ids.Count > MaxPages)
            return Bad("from and to", $"a shorter range or a coarser resolution: this one takes {starts.Count * ids.Count} pages, {MaxPages} are allowed");
        var series = await Task.WhenAll(ids.Select(async each =>
        {
            var pages = await Task.WhenAll(starts.Select(start => grains.UsagePage(RollupKey.For(entity, each, cells, start)).Read().AsTask()));
            return new
            {
                id = each,
                total = Shown(RollupSeries.Sum(pages, fromMs, toMs)),
                points = RollupSeries.Points(pages, fromMs, toMs).Select(p => new { start = DateTimeOffset.FromUnixTimeMilliseconds(p.StartMs), usage = Shown(p.Usage) }),
            };
        }));
        return Results.Json(new { by = entity.ToString().ToLowerInvariant(), resolution = cells.ToString().ToLowerInvariant(), data = series.Where(s => id is not null || s.points.Any()) });
    }

    private static async Task<IResult> Calls(int? limit, string? consumer, string? model, bool? shadow, IGrainFactory grains, TimeProvider time)
    {
        var wanted = Math.Clamp(limit ?? 100, 1, MaxCalls);
        var now = time.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds();
        var edges = await grains.GetGrain<IUsageIndexGrain>(IUsageIndexGrain.Key).Edges();
        var batches = (await Task.WhenAll(edges.Select(edge => grains.GetGrain<ICallLogGrain>(edge).Recent(now, 50).AsTask())))
            .SelectMany(refs => refs).OrderByDescending(batch => batch.NewestMs);
        var found = new List<UsageRecord>();
        foreach (var batch in batches)
        {
            // Batches are in order of their newest call: once there are enough that are newer than all of the rest, it is over.
            if (found.Count >= wanted && found.OrderByDescending(r => r.StartedAtMs).ElementAt(wanted - 1).StartedAtMs > batch.NewestMs)
                break;
            found.AddRange(JournalLines.Parse(await grains.GetGrain<ICallBatchGrain>(batch.GrainKey).Read())
                .Where(r => (consumer is null || r.Consumer == consumer) && (model is null || r.Model == model) && (r.Shadow == true) == (shadow == true)));
        }
        return Results.Json(new { data = found.OrderByDescending(r => r.StartedAtMs).Take(wanted).Select(Shown) });
    }

    /// <summary>The record as it is stored, but for its cost, which people count in dollars.</summary>
    private static JsonObject Shown(UsageRecord record)
    {
        var shown = JsonNode.Parse(UsageRecordJson.Write(record with { CostNanos = null }))!.AsObject();
        if (record.CostNanos is { } nanos)
            shown["costUsd"] = new Usd(nanos).Dollars;
        return shown;
    }

    private static object Shown(UsageCell cell) => new
    {
        calls = cell.Calls,
        outcomes = cell.Outcomes.ToDictionary(o => o.Key.ToString(), o => o.Value),
        attempts = cell.Attempts,
        promptTokens = cell.PromptTokens,
        completionTokens = cell.CompletionTokens,
        cachedTokens = cell.CachedTokens,
        reasoningTokens = cell.ReasoningTokens,
        estimatedCalls = cell.EstimatedCalls,
        costUsd = new Usd(cell.CostNanos).Dollars,
        unpricedCalls = cell.UnpricedCalls(),
        firstTokenMs = Shown(cell.FirstToken),
        durationMs = Shown(cell.Duration),
    };

    private static object? Shown(LatencyHistogram latency) => latency.MeanMs() is { } mean
        ? new { mean, p50 = latency.Percentile(0.5), p90 = latency.Percentile(0.9), p99 = latency.Percentile(0.99) }
        : null;

    private static List<string> IdsOf(RollupEntity entity, CatalogView catalog) => entity == RollupEntity.Consumer
        ? [.. catalog.Table?.Consumers.Keys ?? Enumerable.Empty<string>()]
        : [.. catalog.Table?.Routes.Where(r => entity == RollupEntity.Model || r.Shadow is not null).Select(r => r.Spec.Id) ?? []];

    private static bool TryTime(string? text, DateTimeOffset otherwise, out long unixMs)
    {
        var parsed = otherwise;
        var ok = text is null || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out parsed);
        unixMs = parsed.ToUnixTimeMilliseconds();
        return ok;
    }

    private static IResult Bad(string parameter, string wanted) =>
        AdminResults.Problem(StatusCodes.Status400BadRequest, $"'{parameter}' must be {wanted}.");
}
