namespace AiGateway.Core.Limits;

/// <summary>What has been charged to one dimension and still counts.</summary>
internal interface IPermitWindow
{
    void Advance(LedgerTime now);

    long Used { get; }

    void Charge(long count, LedgerTime now);

    /// <summary>Takes back a charge that was not used. One that no longer counts is left alone.</summary>
    void GiveBack(long grantedAtSecond, long count);

    /// <summary>Time until at least <paramref name="count"/> of what is charged has left.</summary>
    long FreesMs(long count, LedgerTime now);

    /// <summary>Time until all that is charged has left.</summary>
    long ResetMs(LedgerTime now);

    /// <summary>How long permits granted now may be used.</summary>
    long LifetimeMs(LedgerTime now);
}
