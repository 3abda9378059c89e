namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>What the id of a model tells about the requests it takes: Converse passes much on to the model as it is.</summary>
/// <param name="Family">Who made it; <see cref="ModelFamily.Other"/> also where an ARN hides it.</param>
/// <param name="Version">Of Claude; none for others.</param>
internal readonly record struct ModelTraits(ModelFamily Family, ClaudeVersion Version)
{
    /// <summary>Takes marks for caching; others refuse them.</summary>
    public bool Caches { get; private init; }

    public bool IsClaude => Family == ModelFamily.Claude;

    public bool Thinks => Version.IsAtLeast(3, 7);

    /// <summary>Decides for itself how much to think; from 4.7 on there is no other way.</summary>
    public bool ThinksAdaptively => Version.IsAtLeast(4, 6);

    public bool TakesHighestEffort => Version.IsAtLeast(4, 7);

    /// <summary>Refuses to be told how to choose among likely tokens.</summary>
    public bool HasFixedSampling => Version.IsAtLeast(4, 7);

    /// <summary>Takes a temperature or a top-p, not both.</summary>
    public bool TakesOneSampling => Version.IsAtLeast(4, 1);

    /// <summary>Can be told to call one tool at a time.</summary>
    public bool CanCallSingly => Version.IsAtLeast(4, 5);

    public static ModelTraits Of(string model)
    {
        if (ClaudeVersion.Of(model) is { IsClaude: true } version)
            return new(ModelFamily.Claude, version) { Caches = true };
        if (model.Contains("amazon.nova", StringComparison.OrdinalIgnoreCase))
            return new(ModelFamily.Nova, default) { Caches = true };
        if (model.Contains("openai.", StringComparison.OrdinalIgnoreCase))
            return new(ModelFamily.OpenAi, default);
        return new(ModelFamily.Other, default) { Caches = model.Contains("application-inference-profile", StringComparison.OrdinalIgnoreCase) };
    }
}

/// <summary>Whose parameters a model takes.</summary>
internal enum ModelFamily
{
    Other,
    Claude,
    Nova,
    OpenAi,
}
