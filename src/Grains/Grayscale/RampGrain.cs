using AiGateway.Core.Grayscale;
using AiGateway.Grains.Feed;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Storage;

namespace AiGateway.Grains.Grayscale;

/// <summary>
/// A shell around <see cref="RampJudge"/>. What lowers the share is told first and stored after, as the death of a key is; what
/// raises it is stored first and told after. So no edge ever gives the canary more than the store knows of.
/// </summary>
[HashBasedPlacement]
internal sealed class RampGrain(
    [PersistentState("ramp", GrainStorageNames.Gateway)] IPersistentState<RampRecord> stored, TimeProvider time, ILogger<RampGrain> logger) : Grain, IRampGrain
{
    private static readonly TimeSpan PublishRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StoreWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromHours(1);

    private readonly RampJudge _judge = new();
    private readonly Dictionary<string, (long Incarnation, long Sequence)> _heard = new(StringComparer.Ordinal);

    /// <summary>What is being stored and told to nobody yet.</summary>
    private Ramp? _raise;
    private Task _saving = Task.CompletedTask;
    private long _epoch;
    private long? _dueMs;
    private IGrainTimer? _due;
    private IGrainTimer? _republish;
    private IGrainTimer? _resave;

    private Ramp Ramp => _judge.Ramp;

    private string Model => this.GetPrimaryKeyString();

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _judge.Ramp = stored.State.Ramp ?? new Ramp();
        // Later than the owner before it even if that one's clock was ahead: otherwise no edge would believe this one.
        _epoch = Math.Max(NowMs, stored.State.Epoch + 1);
        // The feed may know of a roll-back that the store does not.
        Publish().Ignore();
        if (stored.RecordExists)
            Save().Ignore();
        Schedule();
        return Task.CompletedTask;
    }

    public ValueTask<RampStatus> Report(RampReport report)
    {
        Become(Ramp.Under(report.Terms, NowMs));
        if (report.RolledBack is { } told)
            Heed(told);
        if (IsNews(report) && (report.Epoch, report.Version) == (_epoch, Ramp.Version))
        {
            _judge.Hear(report.Canary, report.Baseline);
            if (report.CanaryHasNoKey)
                Become(Ramp.RollBack(RampReasons.NoKey, "all keys of the canary's provider are dead, out of quota or disabled", NowMs));
        }
        Look();
        return ValueTask.FromResult(CurrentStatus());
    }

    public ValueTask<RampStatus> Status() => ValueTask.FromResult(CurrentStatus());

    public ValueTask<RampFigures> Figures() => ValueTask.FromResult(CurrentFigures(refused: null));

    public async ValueTask<RampFigures> Operate(RampAction action, RampTerms terms)
    {
        var before = Ramp;
        var next = Wished(action, before.Terms is { } known && known.Version > terms.Version ? known : terms);
        if (ReferenceEquals(next, before))
            return CurrentFigures(Refusal(action, before.State));
        Become(next, byOperator: true);
        await _saving.WaitAsync(StoreWait, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (ReferenceEquals(_raise, next) || (next.RaisesOver(before) && Ramp.Version == before.Version))
        {
            // It must not come about later, when nobody expects it any more.
            _raise = null;
            throw new TimeoutException($"The ramp of '{Model}' could not be stored, so its share was not raised.");
        }
        return CurrentFigures(refused: null);
    }

    private Ramp Wished(RampAction action, RampTerms terms) => action switch
    {
        RampAction.Pause => Ramp.Pause(RampReasons.Operator, null, NowMs),
        RampAction.Resume => Ramp.Resume(NowMs),
        RampAction.Promote => Ramp.Promote(RampReasons.Operator, null, NowMs),
        RampAction.Rollback => Ramp.RollBack(RampReasons.Operator, null, NowMs),
        _ => Ramp.Start(terms, NowMs),
    };

    /// <summary>Why nothing follows from an operator's wish; null when it is fulfilled as it is.</summary>
    private static string? Refusal(RampAction action, RampState state) => (action, state) switch
    {
        (RampAction.Pause, RampState.Paused) or (RampAction.Resume, RampState.Running) => null,
        (RampAction.Promote, RampState.Promoted) or (RampAction.Rollback, RampState.RolledBack) => null,
        (_, RampState.Waiting) => "It has not begun yet; try again in a moment.",
        (_, RampState.RolledBack) => "It was rolled back; restart it first.",
        _ => "It is promoted already; roll it back or restart it.",
    };

    private void Heed(RampStatus told)
    {
        if (told.IsRolledBack)
            Become(Ramp.Heed(told.Run, told.Reason ?? RampReasons.Operator, told.Message, NowMs));
    }

    /// <summary>A report that was sent again because its answer was lost is none.</summary>
    private bool IsNews(RampReport report)
    {
        var number = (report.Incarnation, report.Sequence);
        if (_heard.TryGetValue(report.EdgeId, out var last) && number.CompareTo(last) <= 0)
            return false;
        _heard[report.EdgeId] = number;
        return true;
    }

    private void Look()
    {
        Become(_judge.Decide(NowMs));
        Schedule();
    }

    private void Become(Ramp next, bool byOperator = false)
    {
        if (next.Version == Ramp.Version)
        {
            _judge.Ramp = next;
            return;
        }
        if (next.RaisesOver(Ramp))
        {
            // What the ramp raises by itself can wait until what is being stored is; it will want to again.
            if (_raise is null || byOperator)
                _raise = next;
        }
        else
        {
            _raise = null;
            Enter(next);
        }
        Save().Ignore();
    }

    private void Enter(Ramp next)
    {
        _judge.Ramp = next;
        if (next.State == RampState.RolledBack)
            RampLog.RolledBack(logger, Model, next.Reason, next.Message);
        else
            RampLog.Changed(logger, Model, next.State, next.Share / 100.0, next.Reason, next.Message);
        Publish().Ignore();
        Schedule();
    }

    private RampStatus CurrentStatus() => new()
    {
        ModelId = Model,
        Epoch = _epoch,
        Version = Ramp.Version,
        Run = Ramp.Run,
        State = Ramp.State,
        Share = Ramp.Share,
        Step = Ramp.Step,
        Plan = Ramp.Terms?.Plan ?? "",
        Reason = Ramp.Reason,
        Message = Ramp.Message,
        ForMs = Math.Max(0, NowMs - Ramp.SinceMs),
    };

    private RampFigures CurrentFigures(string? refused) => new(CurrentStatus(), _judge.Canary.Copy(), _judge.Baseline.Copy(), refused);

    /// <summary>Tells the feed, again and again until it has heard.</summary>
    private async Task Publish()
    {
        _republish?.Dispose();
        _republish = null;
        try
        {
            Heed(await GrainFactory.GetGrain<IFeedGrain>(IFeedGrain.Key).PublishRamp(CurrentStatus()));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            RampLog.NotPublished(logger, Model, e.Message);
            // Interleaved: a feed that begins asks all owners how they are, and would wait for this one while this one waits for it.
            _republish ??= this.RegisterGrainTimer(Publish, new GrainTimerCreationOptions(PublishRetry, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = true });
        }
    }

    /// <summary>Stores what is newest; changes made while a write is under way are written by the one after it.</summary>
    private Task Save() => _saving.IsCompleted ? _saving = SaveNewest() : _saving;

    private async Task SaveNewest()
    {
        _resave?.Dispose();
        _resave = null;
        try
        {
            while ((_raise ?? Ramp) is var newest && (!ReferenceEquals(stored.State.Ramp, newest) || stored.State.Epoch != _epoch))
            {
                (stored.State.Ramp, stored.State.Epoch) = (newest, _epoch);
                if (await Write() && ReferenceEquals(newest, _raise))
                {
                    _raise = null;
                    Enter(newest);
                }
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            RampLog.NotSaved(logger, Model, e.Message);
            (stored.State.Ramp, _raise) = (null, null);
            // Interleaved: a store that hangs must not keep anybody from asking.
            _resave ??= this.RegisterGrainTimer(Again, new GrainTimerCreationOptions(StoreRetry, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = true });
        }
    }

    private Task Again()
    {
        Look();
        return Save();
    }

    /// <returns>False when another activation has written meanwhile, or a write of this one got through without an answer.</returns>
    private async Task<bool> Write()
    {
        try
        {
            await stored.WriteStateAsync();
            return true;
        }
        catch (InconsistentStateException)
        {
            await stored.ReadStateAsync();
            _epoch = Math.Max(_epoch, stored.State.Epoch + 1);
            if (stored.State.Ramp is { } theirs && ReferenceEquals((_raise ?? Ramp).Or(theirs), theirs))
            {
                _raise = null;
                Enter(theirs with { Version = Math.Max(theirs.Version, Ramp.Version + 1) });
            }
            return false;
        }
    }

    private void Schedule()
    {
        // A time that has passed was looked at when it did.
        var dueMs = _judge.DueMs is { } ms && ms > NowMs ? ms : (long?)null;
        if (dueMs == _dueMs)
            return;
        _dueMs = dueMs;
        _due?.Dispose();
        _due = null;
        if (dueMs is not { } due)
            return;
        var wait = TimeSpan.FromMilliseconds(due - NowMs);
        _due = this.RegisterGrainTimer(OnDue, new GrainTimerCreationOptions(wait < LongestTimer ? wait : LongestTimer, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    private Task OnDue()
    {
        _dueMs = null;
        Look();
        return Task.CompletedTask;
    }
}
