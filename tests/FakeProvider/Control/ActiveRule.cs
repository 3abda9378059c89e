namespace AiGateway.FakeProvider.Control;

/// <summary>A rule in force: how often it has answered, and its own reproducible randomness.</summary>
internal sealed class ActiveRule(long id, Rule rule)
{
    private readonly Random _random = new(rule.Answer.Seed);

    public static ActiveRule None { get; } = new(0, new Rule());

    public long Id => id;

    public Rule Rule => rule;

    public int Used { get; set; }

    public bool IsSpent => Used >= rule.Times;

    /// <summary>0 to the answer's jitter.</summary>
    public int NextJitterMs()
    {
        if (rule.Answer.JitterMs == 0)
            return 0;
        lock (_random)
            return _random.Next(rule.Answer.JitterMs + 1);
    }
}
