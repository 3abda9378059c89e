namespace AiGateway.Core.Catalog.Validation;

/// <summary>How a provider's failures may be judged.</summary>
internal static class HealthRules
{
    public static void Check(HealthSpec? health, string path, ProblemList problems)
    {
        if (health is not null)
            ErrorMeaningRules.Check(health.Errors, $"{path}.errors", problems);
    }
}
