using System.Diagnostics.CodeAnalysis;

namespace AiGateway.Core.Health;

/// <summary>
/// Calls of late, with one key or with all keys of an endpoint: all together, and by the model that was asked for, so that
/// one model's failures are not taken for those of the rest. Not safe for several threads.
/// </summary>
internal sealed class CallCounts
{
    /// <summary>Callers choose model names where the catalog has patterns; what goes beyond this is counted without its name.</summary>
    private const int MostModels = 256;

    private readonly Dictionary<string, ModelCount> _models = new(StringComparer.Ordinal);
    private BreakerWindow _window = BreakerWindow.Empty;
    private long? _trippedMs;
    private long? _accusedMs;
    private bool _nameless;

    public void Succeeded(string? model, int count, long nowMs)
    {
        _window = _window.Succeeded(count, nowMs);
        (_trippedMs, _accusedMs, _nameless) = (null, null, false);
        if (Names(model, nowMs))
            _models[model] = new ModelCount(Of(model).Window.Succeeded(count, nowMs), null);
    }

    /// <summary>A call failed.</summary>
    /// <param name="model">The model it was for.</param>
    /// <param name="mayBeOfModel">Whether the model may be to blame; otherwise it would have failed for any.</param>
    /// <param name="halves">What it counts.</param>
    /// <param name="nowMs">The time.</param>
    /// <returns>False when the model was found failing alone before: then it says nothing of the rest.</returns>
    public bool Failed(string? model, bool mayBeOfModel, int halves, long nowMs)
    {
        if (!Names(model, nowMs))
        {
            _nameless = true;
        }
        else
        {
            var before = Of(model);
            _models[model] = before with { Window = before.Window.Failed(halves, nowMs) };
            if (mayBeOfModel && before.IsTripped(nowMs))
                return false;
            _nameless |= !mayBeOfModel;
        }
        _window = _window.Failed(halves, nowMs);
        return true;
    }

    /// <summary>What is known of one model; nothing, if it was not named.</summary>
    public ModelCount Of(string model) => _models.GetValueOrDefault(model, ModelCount.None);

    /// <summary>Whether too much fails in a row, or has followed a model that seemed to fail alone, and it is all models that do.</summary>
    public bool FailsInARow(HealthTerms terms, long nowMs) =>
        (_window.TripsInARow(terms) || IsAccused(nowMs)) && EveryModel(nowMs, count => count.Window.ConsecutiveHalves > 0);

    /// <summary>Whether too large a share of enough calls fails, and does so for all models.</summary>
    public bool FailsByShare(HealthTerms terms, long nowMs) =>
        _window.At(nowMs).TripsByShare(terms) && EveryModel(nowMs, count => count.Window.At(nowMs).MostlyFails(terms));

    /// <summary>Whether it has failed and not succeeded since.</summary>
    public bool FailedLast(long nowMs) => IsTripped(nowMs) || IsAccused(nowMs) || _window.At(nowMs).ConsecutiveHalves > 0;

    public bool MostlyFails(HealthTerms terms, long nowMs) => IsTripped(nowMs) || _window.At(nowMs).MostlyFails(terms);

    /// <summary>Whether nothing has happened with it for so long that it need not be kept.</summary>
    public bool IsIdle(long nowMs) => !IsTripped(nowMs) && !IsAccused(nowMs) && _window.At(nowMs).Buckets.Count == 0;

    public bool IsTripped(long nowMs) => ModelCount.IsRecent(_trippedMs, nowMs);

    /// <summary>Models that were found failing alone a moment ago.</summary>
    public IEnumerable<string> TrippedModels(long nowMs) => _models.Where(model => model.Value.IsTripped(nowMs)).Select(model => model.Key);

    /// <summary>It has been found failing as a whole: its counts begin anew.</summary>
    public void Trip(long nowMs)
    {
        Clear();
        _trippedMs = nowMs;
    }

    /// <summary>A model has been found failing alone, and its count begins anew.</summary>
    public void Trip(string model, long nowMs)
    {
        if (Names(model, nowMs))
            _models[model] = new ModelCount(BreakerWindow.Empty, nowMs);
    }

    /// <summary>What a model that fails alone went through says nothing of the rest, unless the rest follows before anything succeeds.</summary>
    public void Excuse(BreakerWindow calls, long nowMs)
    {
        _window = _window.Without(calls);
        _accusedMs = nowMs;
    }

    public void Clear()
    {
        _models.Clear();
        _window = BreakerWindow.Empty;
        (_trippedMs, _accusedMs, _nameless) = (null, null, false);
    }

    private bool IsAccused(long nowMs) => ModelCount.IsRecent(_accusedMs, nowMs);

    /// <summary>Of the models in use. A failure that is no model's is one of all of them.</summary>
    private bool EveryModel(long nowMs, Func<ModelCount, bool> fails)
    {
        if (_nameless)
            return true;
        foreach (var (_, count) in _models)
        {
            if (!count.IsTripped(nowMs) && !count.IsIdle(nowMs) && !fails(count))
                return false;
        }
        return true;
    }

    private bool Names([NotNullWhen(true)] string? model, long nowMs)
    {
        if (string.IsNullOrEmpty(model) || model.Length > ModelBlocks.MaxNameLength)
            return false;
        if (_models.ContainsKey(model) || _models.Count < MostModels)
            return true;
        foreach (var (name, count) in _models)
        {
            if (count.IsIdle(nowMs))
                _models.Remove(name);
        }
        return _models.Count < MostModels;
    }
}

/// <summary>What one model has gone through.</summary>
/// <param name="Window">Its calls of late.</param>
/// <param name="TrippedMs">When it was found failing alone, if it has not succeeded since.</param>
internal sealed record ModelCount(BreakerWindow Window, long? TrippedMs)
{
    public static ModelCount None { get; } = new(BreakerWindow.Empty, null);

    public bool IsTripped(long nowMs) => IsRecent(TrippedMs, nowMs);

    public bool IsIdle(long nowMs) => !IsTripped(nowMs) && Window.At(nowMs).Buckets.Count == 0;

    internal static bool IsRecent(long? atMs, long nowMs) => atMs is { } at && nowMs - at < BreakerWindow.LengthMs;
}
