using AiGateway.Core.Health;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Health;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace AiGateway.Grains.Keys;

/// <summary>A shell around <see cref="KeyHealth"/>, the circuits of the key's models included.</summary>
[HashBasedPlacement]
internal sealed class ApiKeyGrain(
    [PersistentState("health", GrainStorageNames.Gateway)] IPersistentState<HealthRecord<KeyHealth>> stored,
    TimeProvider time, Random random, ILogger<ApiKeyGrain> logger) : HealthOwner<KeyHealth, KeyStatus>(stored, time, random, logger), IApiKeyGrain
{
    private readonly ILogger _logger = logger;
    private IReadOnlyList<ModelHealth> _logged = [];

    public ValueTask<KeyStatus> Report(KeyReport report)
    {
        var health = Health.Under(report.Terms);
        if (report.Successes > 0)
            health = health.Succeeded(report.Successes, NowMs);
        foreach (var success in report.Models ?? [])
            health = health.SucceededWith(success.Model, success.Count, NowMs);
        foreach (var failure in report.Failures)
            health = health.Failed(failure.Failure, failure.Model, NowMs, Chance());
        return Become(health);
    }

    public ValueTask<KeyStatus> Trip(UpstreamFailure failure, HealthTerms terms) => Become(Health.Under(terms).Trip(failure, NowMs, Chance()));

    public ValueTask<KeyStatus> Pardon() => Become(Health.Pardon(NowMs));

    public ValueTask<KeyStatus> TripModel(string model, UpstreamFailure failure, HealthTerms terms) =>
        Become(Health.Under(terms).TripModel(model, failure, NowMs, Chance()));

    public ValueTask<KeyStatus> PardonModel(string model) => Become(Health.PardonModel(model, NowMs));

    public async ValueTask<ProbeGrant?> RequestModelProbe(string model, string edgeId)
    {
        var grant = await Give(ticketId => Health.TryIssueModelProbe(model, ticketId, NowMs, Chance()));
        if (grant is not null)
            OwnerLog.ModelProbe(_logger, this.GetPrimaryKeyString(), model, edgeId);
        return grant;
    }

    public async ValueTask<ProbeGrant?> RequestProbe(string edgeId)
    {
        var grant = await Give(ticketId => Health.TryIssueProbe(ticketId, NowMs, Chance()));
        if (grant is not null)
            OwnerLog.KeyProbe(_logger, this.GetPrimaryKeyString(), edgeId);
        return grant;
    }

    public ValueTask<KeyStatus> ReportProbe(ProbeReport report) => Become(
        report.Succeeded ? Health.ProbeSucceeded(report.Ticket, NowMs, Chance(), report.Model)
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
            Models = [.. Health.Models.Select(each => ModelStatus.Of(each, now))],
        };
    }

    protected override ValueTask Tell(IFeedGrain feed, KeyStatus status) => feed.Publish(status);

    protected override void LogState()
    {
        OwnerLog.KeyState(_logger, this.GetPrimaryKeyString(), Health.State, Health.Reason);
        foreach (var each in Health.Models.Where(each => !_logged.Any(known => known.Model == each.Model && known.Health.Version == each.Health.Version)))
            OwnerLog.ModelState(_logger, this.GetPrimaryKeyString(), each.Model, each.Health.State, each.Health.Reason);
        _logged = Health.Models;
    }
}
