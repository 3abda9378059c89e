using AiGateway.Core.Health;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Health;
using AiGateway.Grains.Keys;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace AiGateway.Grains.Endpoints;

/// <summary>A shell around <see cref="EndpointJudge"/> and <see cref="EndpointHealth"/>. Counts are not stored: they are of ten seconds.</summary>
[HashBasedPlacement]
internal sealed class EndpointGrain(
    [PersistentState("health", GrainStorageNames.Gateway)] IPersistentState<HealthRecord<EndpointHealth>> stored,
    TimeProvider time, Random random, ILogger<EndpointGrain> logger) : HealthOwner<EndpointHealth, EndpointStatus>(stored, time, random, logger), IEndpointGrain
{
    private readonly EndpointJudge _judge = new(new());
    private readonly ILogger _logger = logger;

    public ValueTask<EndpointStatus> Report(EndpointReport report)
    {
        _judge.Health = Health.Under(report.Terms);
        var ruling = _judge.Hear(report.KeysInUse, report.Successes, report.Faults, NowMs, Chance());
        var status = Become(_judge.Health);
        // Not awaited: the edge that reports waits for nobody but this owner.
        foreach (var fault in ruling.Tripped)
            TellKey(fault.KeyId, key => fault.Model is { } model ? key.TripModel(model, fault.Failure, Health.Terms) : key.Trip(fault.Failure, Health.Terms)).Ignore();
        foreach (var part in ruling.Pardoned)
            TellKey(part.KeyId, key => part.Model is { } model ? key.PardonModel(model) : key.Pardon()).Ignore();
        return status;
    }

    public async ValueTask<ProbeGrant?> RequestProbe(string edgeId)
    {
        if (await Give(ticketId => Health.TryIssueProbe(ticketId, NowMs, Chance())) is not { } grant)
            return null;
        OwnerLog.EndpointProbe(_logger, this.GetPrimaryKeyString(), edgeId);
        return grant with { OfEndpoint = true };
    }

    public ValueTask<EndpointStatus> ReportProbe(ProbeReport report) => Become(
        report.Succeeded ? Health.ProbeSucceeded(report.Ticket, NowMs, Chance(), report.Model)
        : report.Failure is { } failure ? Health.ProbeFailed(report.Ticket, failure, NowMs, Chance())
        : Health.ProbeCancelled(report.Ticket, NowMs, Chance()));

    public ValueTask<EndpointStatus> Status() => ValueTask.FromResult(CurrentStatus());

    public ValueTask<EndpointStatus> Unblock()
    {
        _judge.Forget();
        return Decided(Health.Unblock(NowMs));
    }

    protected override EndpointStatus CurrentStatus()
    {
        var now = NowMs;
        return new EndpointStatus
        {
            EndpointId = this.GetPrimaryKeyString(),
            Epoch = Epoch,
            Version = Health.Version,
            State = Health.State,
            UntilInMs = Health.UntilMs is { } until ? Math.Max(0, until - now) : null,
            Reason = Health.Reason,
            Message = Health.Message,
            SlowStartLeftMs = Health.SlowStart?.LeftMs(now) ?? 0,
            SlowStartMs = Health.SlowStart?.LengthMs ?? 0,
        };
    }

    protected override ValueTask Tell(IFeedGrain feed, EndpointStatus status) => feed.PublishEndpoint(status);

    protected override void LogState() => OwnerLog.EndpointState(_logger, this.GetPrimaryKeyString(), Health.State, Health.Reason);

    /// <summary>A key that cannot be told goes on failing, and its owner is told then.</summary>
    private async Task TellKey(string keyId, Func<IApiKeyGrain, ValueTask<KeyStatus>> tell)
    {
        try
        {
            await tell(GrainFactory.GetGrain<IApiKeyGrain>(keyId));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            OwnerLog.KeyNotTold(_logger, keyId, e.Message);
        }
    }
}
