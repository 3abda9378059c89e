namespace AiGateway.Core.Limits;

/// <summary>One amount for each <see cref="LimitDimension"/>; a call takes all its dimensions together or none.</summary>
public readonly record struct LimitVector(long RequestsPerMinute, long TokensPerMinute, long TokensPerDay, long Concurrent)
{
    public bool IsZero => (RequestsPerMinute | TokensPerMinute | TokensPerDay | Concurrent) == 0;

    public long this[LimitDimension dimension] => dimension switch
    {
        LimitDimension.RequestsPerMinute => RequestsPerMinute,
        LimitDimension.TokensPerMinute => TokensPerMinute,
        LimitDimension.TokensPerDay => TokensPerDay,
        _ => Concurrent,
    };

    public LimitVector With(LimitDimension dimension, long amount) => dimension switch
    {
        LimitDimension.RequestsPerMinute => this with { RequestsPerMinute = amount },
        LimitDimension.TokensPerMinute => this with { TokensPerMinute = amount },
        LimitDimension.TokensPerDay => this with { TokensPerDay = amount },
        _ => this with { Concurrent = amount },
    };
}
