namespace AiGateway.Core.Limits;

/// <summary>What one admitted call took, and from which seconds, so that it can be given back. Null where the limit did not exist.</summary>
internal record struct Holding(long Tokens, long? RequestSecond, long? MinuteTokenSecond, long? DayTokenSecond)
{
    public readonly bool LimitsTokens => MinuteTokenSecond is not null || DayTokenSecond is not null;
}
