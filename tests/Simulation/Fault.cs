namespace AiGateway.Simulation;

/// <summary>What can go wrong at one moment.</summary>
internal enum Fault
{
    EdgeKilled,

    /// <summary>It starts again with a clock that was set back, so with a smaller incarnation.</summary>
    EdgeSetBack,

    EdgeLeaves,

    EdgeJoins,

    EdgePaused,

    /// <summary>One edge and its owner cannot reach each other.</summary>
    EdgeCutOff,

    OwnerKilled,

    OwnerMoved,

    OwnerPaused,

    /// <summary>Another owner begins, and some edges stay with the one before.</summary>
    OwnersSplit,

    StoreDown,

    StoreSlow,

    /// <summary>Writers are told less than the truth for a while.</summary>
    StoreDoubtful,

    WallClockJumps,

    LimitChanged,
}
