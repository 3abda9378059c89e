namespace AiGateway.Core.Limits;

/// <summary>The rules on which limits rest. Tests leave one out to see that they would notice; nothing else does.</summary>
[Flags]
internal enum SafetyRules
{
    None = 0,

    /// <summary>A new owner takes all that was outstanding for used.</summary>
    ChargeOutstandingOnTakeOver = 1,

    /// <summary>A new owner counts what it found by the slowest clock there may be.</summary>
    AllowForSkew = 2,

    /// <summary>What was outstanding counts from the last moment it could be used.</summary>
    ChargeOutstandingAtItsEnd = 4,

    /// <summary>Permits of an edge not heard of count as used.</summary>
    ChargeOnExpiry = 8,

    /// <summary>Permits of a lease that was replaced count as used.</summary>
    ChargeOnReplacement = 16,

    /// <summary>Only the growth of a counter is charged.</summary>
    CumulativeCounters = 32,

    /// <summary>A lease lasts from the moment its report was sent.</summary>
    ExpiryFromSend = 64,

    /// <summary>An edge that started anew has no part in what it held before.</summary>
    Incarnations = 128,

    /// <summary>An owner without a fresh record grants and renews nothing.</summary>
    Horizon = 256,

    /// <summary>An edge believes the newest owner it has heard of.</summary>
    Epochs = 512,

    /// <summary>What an edge reports counts from when it is heard.</summary>
    ChargeAtReceipt = 1024,

    /// <summary>A refused call takes nothing.</summary>
    RefusedTakesNothing = 2048,

    /// <summary>Only what the record covers is granted.</summary>
    GrantFromReserve = 4096,

    /// <summary>An owner whose record was overwritten stops.</summary>
    StopWhenFenced = 8192,
}
