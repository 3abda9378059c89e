namespace AiGateway.Core.Usage;

/// <summary>How long one cell of a roll-up is. All times are UTC.</summary>
public enum RollupResolution
{
    /// <summary>Minutes, an hour of them to a page.</summary>
    Minute,

    /// <summary>Hours, a day of them to a page.</summary>
    Hour,

    /// <summary>Days, a calendar month of them to a page.</summary>
    Day,
}
