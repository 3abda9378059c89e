using System.Globalization;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>What the id of a model tells about the requests it takes: Converse passes much on to the model as it is.</summary>
/// <param name="Family">Who made it; <see cref="ModelFamily.Other"/> also where an ARN hides it.</param>
/// <param name="Version">Of Claude, such as 4.6 as 406; 0 where the id does not say, and for others.</param>
internal readonly record struct ModelTraits(ModelFamily Family, int Version)
{
    /// <summary>Takes marks for caching; others refuse them.</summary>
    public bool Caches { get; private init; }

    public bool IsClaude => Family == ModelFamily.Claude;

    public bool Thinks => IsClaude && Version >= 307;

    /// <summary>Decides for itself how much to think; from 4.7 on there is no other way.</summary>
    public bool ThinksAdaptively => IsClaude && Version >= 406;

    public bool TakesHighestEffort => IsClaude && Version >= 407;

    /// <summary>Refuses to be told how to choose among likely tokens.</summary>
    public bool HasFixedSampling => IsClaude && Version >= 407;

    /// <summary>Takes a temperature or a top-p, not both.</summary>
    public bool TakesOneSampling => IsClaude && Version >= 401;

    /// <summary>Can be told to call one tool at a time.</summary>
    public bool CanCallSingly => IsClaude && Version >= 405;

    public static ModelTraits Of(string model)
    {
        var claude = model.IndexOf("claude-", StringComparison.OrdinalIgnoreCase);
        if (claude >= 0)
            return new(ModelFamily.Claude, ClaudeVersion(model[(claude + "claude-".Length)..])) { Caches = true };
        if (model.Contains("amazon.nova", StringComparison.OrdinalIgnoreCase))
            return new(ModelFamily.Nova, 0) { Caches = true };
        if (model.Contains("openai.", StringComparison.OrdinalIgnoreCase))
            return new(ModelFamily.OpenAi, 0);
        return new(ModelFamily.Other, 0) { Caches = model.Contains("application-inference-profile", StringComparison.OrdinalIgnoreCase) };
    }

    /// <summary>The first short number is the version, a short one behind it its minor part; dates are longer.</summary>
    private static int ClaudeVersion(string rest)
    {
        var words = rest.Split('-', ':', '@');
        for (var i = 0; i < words.Length; i++)
        {
            if (Short(words[i]) is { } major)
                return major * 100 + (i + 1 < words.Length ? Short(words[i + 1]) ?? 0 : 0);
        }
        return 0;
    }

    private static int? Short(string word) =>
        word.Length <= 2 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Whose parameters a model takes.</summary>
internal enum ModelFamily
{
    Other,
    Claude,
    Nova,
    OpenAi,
}
