using AiGateway.Core.Health;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Health;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace AiGateway.Grains.Keys;

/// <summary>A shell around <see cref="KeyHealth"/>.</summary>
[HashBasedPlacement]
internal sealed class ApiKeyGrain(
    [PersistentState("health", GrainStorageNames.Gateway)] IPersistentState<HealthRecord<KeyHealth>> stored,
    TimeProvider time, Random random, ILogger<ApiKeyGrain> logger) : HealthOwner<KeyHealth, KeyStatus>(stored, time, random, logger), IApiKeyGrain
{
    private readonly ILogger _logger = logger;

    public ValueTask<KeyStatus> Report(KeyReport report)
    {
        var health = Health.Under(report.Terms);
        if (report.Successes > 0)
            health = health.Succeeded(report.Successes, NowMs);
        foreach (var failure in report.Failures)
            health = health.Failed(failure.Failure, failure.Model, NowMs, Chance());
        return Become(health);
    }

    public ValueTask<KeyStatus> Trip(UpstreamFailure failure, HealthTerms terms) => Become(Health.Under(terms).Trip(failure, NowMs, Chance()));

    public ValueTask<KeyStatus> Pardon() => Become(Health.Pardon(NowMs));

    public async ValueTask<ProbeGrant?> RequestProbe(string edgeId)
    {
        var grant = await Give(ticketId => Health.TryIssueProbe(ticketId, NowMs, Chance()));
        if (grant is not null)
            OwnerLog.KeyProbe(_logger, this.GetPrimaryKeyString(), edgeId);
        return grant;
    }

    public ValueTask<KeyStatus> ReportProbe(ProbeReport report) => Become(
        report.Succeeded ? Health.ProbeSucceeded(report.Ticket, NowMs, Chance())
        : report.Failure is { } failure ? Health.ProbeFailed(report.Ticket, failure, report.Model, NowMs, Chance())
        : Health.ProbeCancelled(report.Ticket, NowMs, Chance()));

    public ValueTask<KeyStatus> Status() => ValueTask.FromResult(CurrentStatus());

    public ValueTask<KeyStatus> Disable() => Decided(Health.Disable(note: null, NowMs));

    public ValueTask<KeyStatus> Enable() => Decided(Health.Enable(NowMs));

    public ValueTask<KeyStatus> Unblock() => Decided(Health.Unblock(NowMs));

    protected override KeyStatus CurrentStatus()
    {
        var now = NowMs;
        return new KeyStatus
        {
            KeyId = this.GetPrimaryKeyString(),
            Epoch = Epoch,
            Version = Health.Version,
            State = Health.State,
            UntilInMs = Health.UntilMs is { } until ? Math.Max(0, until - now) : null,
            Reason = Health.Reason,
            Message = Health.Message,
            BlockedModels = [.. Health.BlockedModels.Where(m => m.UntilMs > now).Select(m => new BlockedModelStatus(m.Model, m.UntilMs - now, m.Reason))],
            ProbedFrom = Health.ProbedFrom,
            SlowStartLeftMs = Health.SlowStart?.LeftMs(now) ?? 0,
            SlowStartMs = Health.SlowStart?.LengthMs ?? 0,
        };
    }

    protected override ValueTask Tell(IFeedGrain feed, KeyStatus status) => feed.Publish(status);

    protected override void LogState() => OwnerLog.KeyState(_logger, this.GetPrimaryKeyString(), Health.State, Health.Reason);
}
