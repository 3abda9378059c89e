namespace AiGateway.Core.Limits;

/// <summary>What a call brings to a limit.</summary>
public enum LimitUnit
{
    /// <summary>Itself: one, used up the moment it is admitted.</summary>
    Request,

    /// <summary>Tokens: reserved when it is admitted, used up when it ends.</summary>
    Token,

    /// <summary>Nano-dollars: reserved when it is admitted, used up when it ends.</summary>
    Cost,

    /// <summary>A place: held while it lasts, and never used up.</summary>
    Slot,
}
