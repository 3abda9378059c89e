namespace AiGateway.FakeProvider.Control;

/// <summary>Which calls are answered how, and how often.</summary>
internal sealed record Rule
{
    public RuleMatch Match { get; init; } = new();

    /// <summary>Calls it answers before it steps aside; null means all.</summary>
    public int? Times { get; init; }

    public Answer Answer { get; init; } = Answer.WellBehaved;
}
