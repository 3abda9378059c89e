using System.Collections.Concurrent;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Edge.Catalog;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Limits;

namespace AiGateway.Edge.Cluster.Leases;

/// <summary>This edge's leases on all limits it meets: refilled ahead of need, renewed, and given back when idle.</summary>
internal sealed partial class LeaseAgent(
    IGrainFactory grains, EdgeIdentity edge, LeaseTerms terms, TimeProvider time, ILogger<LeaseAgent> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(1);

    /// <summary>Numbers of reports grow over accounts that were forgotten and made anew, which takes longer than so many reports do.</summary>
    private const long SequencesPerMs = 1_000;

    private readonly ConcurrentDictionary<string, EntityLease> _leases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SiloLine> _lines = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly EdgeName _name = new(edge.Id, edge.Incarnation);
    private readonly long _startedMs = time.MonotonicMs();
    private Ear? _ear;
    private ILeaseObserver? _earReference;

    /// <summary>The account of an entity, made when it is first asked for.</summary>
    public EntityLease For(LimitedEntity limited) =>
        _leases.TryGetValue(limited.Name, out var lease) ? lease : _leases.GetOrAdd(limited.Name, static (_, made) => made.Self.New(made.limited), (Self: this, limited));

    /// <summary>Calls under way of an entity, for whoever looks at this edge from outside.</summary>
    public int InUse(string entity) => _leases.TryGetValue(entity, out var lease) ? lease.Account.InUse : 0;

    /// <summary>What is left of an entity's scarcest limit, as a part of it, as far as this edge knows; 1 for what nobody asked for of late.</summary>
    public double Headroom(LimitedEntity limited, long nowMs) =>
        _leases.TryGetValue(limited.Name, out var lease) ? lease.Account.Headroom(limited.Limits, nowMs) : 1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Tend();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            await GiveBack();
            await _stop.CancelAsync();
        }
    }

    /// <summary>What an edge that leaves does not use is there for the others at once, not when its leases have run out.</summary>
    private async Task GiveBack()
    {
        var last = new List<Task>();
        foreach (var lease in _leases.Values)
        {
            lease.Account.Rest();
            if (!lease.Account.IsIdle(time.MonotonicMs()) && lease.Report() is { } report)
                last.Add(report);
        }
        await Task.WhenAny(Task.WhenAll(last), Task.Delay(LastTry, time));
    }

    public override void Dispose()
    {
        _stop.Dispose();
        base.Dispose();
    }

    private void Tend()
    {
        var now = time.MonotonicMs();
        foreach (var (name, lease) in _leases)
        {
            try
            {
                if (lease.TryRetire(now))
                    _leases.TryRemove(name, out _);
                else
                    lease.Tend(now);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // One account must not cost all others their leases.
                LogNotTended(logger, name, e.Message);
            }
        }
    }

    private EntityLease New(LimitedEntity limited) =>
        new(limited, new LeaseAccount(_name, (time.MonotonicMs() - _startedMs) * SequencesPerMs, terms), Send, time);

    private void Send(EntityLease lease)
    {
        var silo = lease.Silo;
        while (!_stop.IsCancellationRequested)
        {
            if (_lines.GetOrAdd(silo, static (silo, self) => self.Open(silo), this).Add(lease))
                return;
            _lines.TryRemove(silo, out _);
        }
        lease.End(null, time.MonotonicMs());
    }

    private SiloLine Open(string silo)
    {
        var line = new SiloLine(silo, Send, time);
        // It serves many calls, and must not pass for a part of the one that happened to be the first.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => Run(line, silo));
        return line;
    }

    private async Task Run(SiloLine line, string silo)
    {
        try
        {
            await line.Run(_stop.Token);
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogLineLost(logger, silo, e.Message);
        }
        // Calls wait for these reports.
        foreach (var unsent in line.Close())
            unsent.End(null, time.MonotonicMs());
    }

    private async Task Send(string silo, IReadOnlyList<EntityLease> leases)
    {
        var sentMs = time.MonotonicMs();
        var reports = new DeskReport[leases.Count];
        for (var i = 0; i < reports.Length; i++)
            reports[i] = new(leases[i].Entity, leases[i].Begin(sentMs), leases[i].Limited.Limits, leases[i].Limited.Version);
        LeaseOutcome?[]? outcomes = null;
        try
        {
            outcomes = await grains.GetGrain<ILimitDeskGrain>(silo).Serve(new DeskBatch(_name, reports), Listen());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotLeased(logger, leases.Count, e.Message);
        }
        for (var i = 0; i < reports.Length; i++)
            leases[i].End(outcomes?[i], sentMs);
    }

    private ILeaseObserver Listen()
    {
        if (_earReference is { } known)
            return known;
        _ear ??= new Ear(this);
        return _earReference = grains.CreateObjectReference<ILeaseObserver>(_ear);
    }

    private void Recall(string entity)
    {
        if (!_leases.TryGetValue(entity, out var lease))
            return;
        lease.Account.Recall();
        lease.Tend(time.MonotonicMs());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The limits of {Entities} consumers, models or accounts could not be leased: {Reason}")]
    private static partial void LogNotLeased(ILogger logger, int entities, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The lease of {Entity} could not be looked after: {Reason}")]
    private static partial void LogNotTended(ILogger logger, string entity, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reports to silo {Silo} stopped and begin anew: {Reason}")]
    private static partial void LogLineLost(ILogger logger, string silo, string reason);

    /// <summary>Kept by the agent, since the runtime keeps only a weak hold on it.</summary>
    private sealed class Ear(LeaseAgent agent) : ILeaseObserver
    {
        public Task Recall(string entity)
        {
            agent.Recall(entity);
            return Task.CompletedTask;
        }
    }
}
