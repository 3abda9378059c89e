namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>What is left of a caller's wishes for sampling: these models take one at a time, few while they think, and the newest none.</summary>
internal readonly record struct SamplingPlan(double? Temperature, double? TopP, int? TopK)
{
    private const double HottestTemperature = 1;

    /// <summary>The least that may be asked for along with thoughts.</summary>
    private const double LeastTopPThinking = 0.95;

    public static SamplingPlan Of(ChatRequest request, ClaudeVersion version, bool thinks, Omissions omissions)
    {
        var (temperature, topP, topK) = (request.Temperature, request.TopP, request.TopK);
        if (temperature > HottestTemperature)
        {
            omissions.Drop(RequestField.Temperature);
            temperature = HottestTemperature;
        }
        // What is done anyway may go unsaid.
        if (topP == 1)
            topP = null;
        if (temperature == HottestTemperature && (topP is not null || version.RefusesSampling))
            temperature = null;
        if (temperature is not null && (version.RefusesSampling || (thinks && temperature != HottestTemperature)))
            temperature = Without<double>(RequestField.Temperature, omissions);
        if (topP is not null && (version.RefusesSampling || temperature is not null || (thinks && topP < LeastTopPThinking)))
            topP = Without<double>(RequestField.TopP, omissions);
        if (topK is not null && (version.RefusesSampling || thinks))
            topK = Without<int>(RequestField.TopK, omissions);
        return new SamplingPlan(temperature, topP, topK);
    }

    private static T? Without<T>(RequestField field, Omissions omissions)
        where T : struct
    {
        omissions.Drop(field);
        return null;
    }
}
