using AiGateway.Core.Catalog.Requests;

namespace AiGateway.Core.Catalog.Validation;

/// <summary>Defaults, caps and overrides that some model could be asked for, and none beyond its own cap.</summary>
internal static class RequestRules
{
    private static readonly string[] ServiceTiers = ["auto", "default", "flex", "priority"];

    public static void Check(RequestSpec? request, string path, ProblemList problems)
    {
        if (request is null)
            return;
        CheckTemperature(request.Caps?.Temperature, $"{path}.caps.temperature", problems);
        CheckEffort(request.Caps?.ReasoningEffort, $"{path}.caps.reasoningEffort", problems);
        CheckTokens(request.Caps?.MaxOutputTokens, CatalogBounds.OutputTokens, $"{path}.caps.maxOutputTokens", problems);
        CheckValues(request.Defaults, request.Caps, $"{path}.defaults", problems);
        CheckValues(request.Overrides, request.Caps, $"{path}.overrides", problems);
    }

    public static void CheckContext(int? context, string path, ProblemList problems) => CheckTokens(context, CatalogBounds.ContextTokens, path, problems);

    private static void CheckValues(RequestValues? values, RequestCaps? caps, string path, ProblemList problems)
    {
        if (values is null)
            return;
        CheckTemperature(values.Temperature, $"{path}.temperature", problems);
        if (values.TopP is not (null or (>= 0 and <= 1)))
            problems.Add($"{path}.topP", "must be 0–1, such as 0.9");
        CheckEffort(values.ReasoningEffort, $"{path}.reasoningEffort", problems);
        CheckTokens(values.MaxOutputTokens, CatalogBounds.OutputTokens, $"{path}.maxOutputTokens", problems);
        if (values.ServiceTier is { } tier && !ServiceTiers.Contains(tier))
            problems.Add($"{path}.serviceTier", $"must be one of {string.Join(", ", ServiceTiers)}");
        if (values.Temperature > caps?.Temperature)
            AboveCap("temperature");
        if (values.MaxOutputTokens > caps?.MaxOutputTokens)
            AboveCap("maxOutputTokens");
        if (values.ReasoningEffort is { } effort && caps?.ReasoningEffort is { } most && ReasoningEfforts.Knows(effort) && ReasoningEfforts.Least(effort, most) != effort)
            AboveCap("reasoningEffort");

        void AboveCap(string name) => problems.Add($"{path}.{name}", $"is above caps.{name} beside it, which counts after everything else; lower one, or raise the other");
    }

    private static void CheckTemperature(double? temperature, string path, ProblemList problems)
    {
        if (temperature is not (null or (>= 0 and <= 2)))
            problems.Add(path, "must be 0–2, such as 0.7");
    }

    private static void CheckEffort(string? effort, string path, ProblemList problems)
    {
        if (effort is not null && !ReasoningEfforts.Knows(effort))
            problems.Add(path, $"must be one of {string.Join(", ", ReasoningEfforts.All)}");
    }

    private static void CheckTokens(int? tokens, int most, string path, ProblemList problems)
    {
        if (tokens < 1 || tokens > most)
            problems.Add(path, $"must be 1–{most:N0} tokens; leave it out for none");
    }
}
