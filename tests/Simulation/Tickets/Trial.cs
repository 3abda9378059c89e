namespace AiGateway.Simulation.Tickets;

/// <summary>A ticket as it was given, and what became of it. Times are true microseconds.</summary>
internal sealed class Trial
{
    public required string Ticket { get; init; }

    public long? SentUs { get; set; }

    /// <summary>When the call with the key ended, however that was; null while it is under way.</summary>
    public long? EndedUs { get; set; }

    /// <summary>When the holder knew that its time would be over.</summary>
    public long ExpiresUs { get; set; } = long.MaxValue;

    /// <summary>The provider has answered it well, and the holder has read that.</summary>
    public bool Succeeded { get; set; }

    /// <summary>Under way, and not yet given up for its time.</summary>
    public bool IsUnderWay(long nowUs) => SentUs <= nowUs && EndedUs is null && nowUs < ExpiresUs;
}
