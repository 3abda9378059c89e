using AiGateway.Core.Health;
using AiGateway.Grains.Feed;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Storage;

namespace AiGateway.Grains.Keys;

/// <summary>
/// A shell around <see cref="KeyHealth"/>: brings it the time, keeps it, and passes each visible change on — to the feed
/// first, to the store after, because what an edge does not know costs calls now, and what the store does not know costs
/// something only if this silo is lost as well.
/// </summary>
[HashBasedPlacement]
internal sealed partial class ApiKeyGrain(
    [PersistentState("health", GrainStorageNames.Gateway)] IPersistentState<KeyGrainState> stored,
    TimeProvider time, Random random, ILogger<ApiKeyGrain> logger) : Grain, IApiKeyGrain
{
    private static readonly TimeSpan PublishRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromHours(1);
    private static readonly TimeSpan StoreWait = TimeSpan.FromSeconds(1);
    private KeyHealth _health = new();
    private long _epoch;
    private long _published;
    private Task _saving = Task.CompletedTask;
    private IGrainTimer? _due;
    private IGrainTimer? _republish;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _health = stored.State.Health ?? new KeyHealth();
        // Later than the owner before it even if that one's clock was ahead: otherwise no edge would believe this one.
        _epoch = Math.Max(NowMs, stored.State.Epoch + 1);
        _health = _health.Tick(NowMs, random.NextDouble());
        // What edges were told before may not have reached the store.
        Publish().Ignore();
        if (stored.RecordExists)
            Save().Ignore();
        Schedule();
        return Task.CompletedTask;
    }

    public ValueTask<KeyStatus> Report(KeyReport report)
    {
        var health = _health;
        if (report.Successes > 0)
            health = health.Succeeded(report.Successes, NowMs);
        foreach (var failure in report.Failures)
            health = health.Failed(failure.Failure, failure.Model, NowMs, random.NextDouble());
        return Become(health);
    }

    public async ValueTask<ProbeGrant?> RequestProbe(string edgeId)
    {
        var (health, ticket) = _health.TryIssueProbe(Guid.NewGuid().ToString("n"), NowMs, random.NextDouble());
        await Become(health);
        if (ticket is null)
            return null;
        LogProbe(logger, this.GetPrimaryKeyString(), edgeId);
        return new ProbeGrant(ticket.Id, ticket.DeadlineMs - NowMs, ticket.Kind);
    }

    public ValueTask<KeyStatus> ReportProbe(ProbeReport report) => Become(
        report.Succeeded ? _health.ProbeSucceeded(report.Ticket, NowMs, random.NextDouble())
        : report.Failure is { } failure ? _health.ProbeFailed(report.Ticket, failure, report.Model, NowMs, random.NextDouble())
        : _health.ProbeCancelled(report.Ticket, NowMs, random.NextDouble()));

    public ValueTask<KeyStatus> Status() => ValueTask.FromResult(CurrentStatus());

    public ValueTask<KeyStatus> Disable() => Decided(_health.Disable(note: null, NowMs));

    public ValueTask<KeyStatus> Enable() => Decided(_health.Enable(NowMs));

    public ValueTask<KeyStatus> Unblock() => Decided(_health.Unblock(NowMs));

    private ValueTask<KeyStatus> Become(KeyHealth health)
    {
        _health = health;
        if (health.Version != _published)
        {
            LogState(logger, this.GetPrimaryKeyString(), health.State, health.Reason);
            Publish().Ignore();
            Save().Ignore();
        }
        Schedule();
        return ValueTask.FromResult(CurrentStatus());
    }

    /// <summary>What an operator was told is stored, unless the store does not answer: then it holds all the same, for as long as this owner lives.</summary>
    private async ValueTask<KeyStatus> Decided(KeyHealth health)
    {
        var status = await Become(health);
        await _saving.WaitAsync(StoreWait, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return status;
    }

    private KeyStatus CurrentStatus()
    {
        var now = NowMs;
        return new KeyStatus
        {
            KeyId = this.GetPrimaryKeyString(),
            Epoch = _epoch,
            Version = _health.Version,
            State = _health.State,
            UntilInMs = _health.UntilMs is { } until ? Math.Max(0, until - now) : null,
            Reason = _health.Reason,
            Message = _health.Message,
            BlockedModels = [.. _health.BlockedModels.Where(m => m.UntilMs > now).Select(m => new BlockedModelStatus(m.Model, m.UntilMs - now, m.Reason))],
        };
    }

    /// <summary>Tells the feed, again and again until it has heard.</summary>
    private async Task Publish()
    {
        var status = CurrentStatus();
        _published = status.Version;
        _republish?.Dispose();
        _republish = null;
        try
        {
            await GrainFactory.GetGrain<IFeedGrain>(IFeedGrain.Key).Publish(status);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotPublished(logger, status.KeyId, e.Message);
            _republish ??= this.RegisterGrainTimer(Publish, new GrainTimerCreationOptions(PublishRetry, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        }
    }

    /// <summary>Stores what is newest; changes made while a write is under way are written by the one after it.</summary>
    private Task Save() => _saving.IsCompleted ? _saving = SaveNewest() : _saving;

    private async Task SaveNewest()
    {
        try
        {
            while (stored.State.Health?.Version != _health.Version || stored.State.Epoch != _epoch)
            {
                (stored.State.Health, stored.State.Epoch) = (_health, _epoch);
                await Write();
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The next change writes again. Should the silo be lost before, the edges find the key's state out anew.
            stored.State.Health = null;
            LogNotSaved(logger, this.GetPrimaryKeyString(), e.Message);
        }
    }

    private async Task Write()
    {
        try
        {
            await stored.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            // A write that got through without an answer, or an activation before this one: see what is there, and write over it.
            await stored.ReadStateAsync();
        }
    }

    private void Schedule()
    {
        _due?.Dispose();
        _due = null;
        // A due time that has passed waits for an edge to ask for the probe, not for the clock.
        if (_health.NextDueMs is not { } dueMs || dueMs <= NowMs)
            return;
        var wait = TimeSpan.FromMilliseconds(dueMs - NowMs);
        _due = this.RegisterGrainTimer(
            async _ => await Become(_health.Tick(NowMs, random.NextDouble())),
            new GrainTimerCreationOptions(wait < LongestTimer ? wait : LongestTimer, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {KeyId} is {State} ({Reason})")]
    private static partial void LogState(ILogger logger, string keyId, KeyHealthState state, string? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {KeyId} is probed by {EdgeId}")]
    private static partial void LogProbe(ILogger logger, string keyId, string edgeId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "State of key {KeyId} could not be passed to the feed, trying again: {Reason}")]
    private static partial void LogNotPublished(ILogger logger, string keyId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "State of key {KeyId} could not be stored: {Reason}")]
    private static partial void LogNotSaved(ILogger logger, string keyId, string reason);
}
