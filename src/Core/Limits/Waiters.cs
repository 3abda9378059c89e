namespace AiGateway.Core.Limits;

/// <summary>Calls that found too little at the edge since the last report; they wait for the next reply and then try again.</summary>
internal struct Waiters
{
    public long Calls { get; private set; }

    public long Tokens { get; private set; }

    /// <summary>What the first of them lacks.</summary>
    public LimitVector Need { get; private set; }

    public void Add(LimitVector lacks, long tokens)
    {
        if (Calls++ == 0)
            Need = lacks;
        Tokens += tokens;
    }
}
