using AiGateway.Core.Access;
using AiGateway.Grains.Access;
using AiGateway.Grains.Audit;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>The owner of who has access.</summary>
internal sealed class FakeAccess : IAccessGrain
{
    private AccessSnapshot _now = new(0, "{}");

    public ValueTask<AccessSnapshot?> Get(long knownVersion) => ValueTask.FromResult(_now.Version == knownVersion ? null : _now);

    public ValueTask<bool> Replace(string json, long expectedVersion)
    {
        if (_now.Version != expectedVersion)
            return ValueTask.FromResult(false);
        _now = new AccessSnapshot(expectedVersion + 1, json);
        return ValueTask.FromResult(true);
    }
}

/// <summary>The owner of failures to sign in.</summary>
internal sealed class FakeSignIn(TimeProvider time) : ISignInGrain
{
    private Lockout _lockout;
    private long _step;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public ValueTask<long> Try()
    {
        if (_lockout.WaitMs(NowMs) is > 0 and var wait)
            return ValueTask.FromResult(wait);
        _lockout = _lockout.Try(NowMs);
        return ValueTask.FromResult(0L);
    }

    public ValueTask<bool> Succeed(long codeStep)
    {
        if (codeStep > 0 && codeStep <= _step)
            return ValueTask.FromResult(false);
        (_lockout, _step) = (default, Math.Max(codeStep, _step));
        return ValueTask.FromResult(true);
    }
}

/// <summary>The keys of sessions.</summary>
internal sealed class FakeKeyRing : IKeyRingGrain
{
    public List<string> Keys { get; } = [];

    public ValueTask<string[]> Read() => ValueTask.FromResult(Keys.ToArray());

    public ValueTask Add(string xml)
    {
        Keys.Add(xml);
        return default;
    }
}

/// <summary>The audit log, with its pages.</summary>
internal sealed class FakeAudit : IAuditGrain
{
    private readonly Lock _turn = new();

    public List<AuditEntry> Lines { get; } = [];

    /// <summary>Set to have the log refuse lines.</summary>
    public bool IsAway { get; set; }

    public ValueTask Append(string json)
    {
        lock (_turn)
        {
            if (IsAway)
                throw new TimeoutException("The store does not answer.");
            Lines.Add(AuditChain.Append(AccessJson.Read<AuditEntry>(json), Lines.Count + 1, Lines.Count > 0 ? Lines[^1].Chain : AuditChain.Start));
        }
        return default;
    }

    public ValueTask<long> Count() => ValueTask.FromResult((long)Lines.Count);

    public IAuditPageGrain Page(string number) => new FakePage(this, int.Parse(number, System.Globalization.CultureInfo.InvariantCulture));

    private sealed class FakePage(FakeAudit log, int number) : IAuditPageGrain
    {
        public ValueTask<string[]> Read() => ValueTask.FromResult(
            log.Lines.Skip(number * IAuditGrain.PageLines).Take(IAuditGrain.PageLines).Select(AccessJson.Write).ToArray());

        public ValueTask<bool> Add(string json, int expected) => throw new NotSupportedException();
    }
}
