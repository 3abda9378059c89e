namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>What is said about choosing among likely tokens, within what the model takes.</summary>
internal readonly record struct SamplingPlan(double? Temperature, double? TopP, int? TopK)
{
    /// <summary>The least top-p Claude takes while it thinks.</summary>
    private const double LeastThinkingTopP = 0.95;

    public static SamplingPlan Of(ChatRequest request, ModelTraits model, bool isThinking, Omissions omissions)
    {
        var temperature = Temperatures(request.Temperature, isThinking || model.HasFixedSampling, omissions);
        return new(temperature, Tops(request.TopP, temperature, model, isThinking, omissions), TopKs(request.TopK, model, isThinking, omissions));
    }

    private static double? Temperatures(double? wanted, bool isFixed, Omissions omissions)
    {
        if (wanted is null or 1)
            return isFixed ? null : wanted;
        if (!isFixed && wanted < 1)
            return wanted;
        // Others count to 2; the nearest that can be said is 1.
        omissions.Drop(RequestField.Temperature);
        return isFixed ? null : 1;
    }

    private static double? Tops(double? wanted, double? temperature, ModelTraits model, bool isThinking, Omissions omissions)
    {
        var isFree = !model.HasFixedSampling && !(model.TakesOneSampling && temperature is not null) && (!isThinking || wanted >= LeastThinkingTopP);
        if (isFree || wanted is null)
            return wanted;
        if (wanted < 1)
            omissions.Drop(RequestField.TopP);
        return null;
    }

    private static int? TopKs(int? wanted, ModelTraits model, bool isThinking, Omissions omissions)
    {
        if (wanted is null)
            return null;
        if (model.Family is not (ModelFamily.Claude or ModelFamily.Nova))
            throw omissions.Refuse(RequestField.TopK);
        if (!isThinking && !model.HasFixedSampling)
            return wanted;
        omissions.Drop(RequestField.TopK);
        return null;
    }
}
