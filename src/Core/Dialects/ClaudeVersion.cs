namespace AiGateway.Core.Dialects;

/// <summary>
/// What a model takes of the ways to ask for thoughts, by its name: from 4.6 on it is told an effort instead of tokens, from 4.7 on it
/// refuses tokens and every change of how it samples, and from 5 on it thinks unless told not to.
/// </summary>
/// <param name="IsClaude">False for the models of others who speak this dialect.</param>
/// <param name="Major">0 where the name does not say.</param>
/// <param name="Minor">0 where the name does not say.</param>
/// <param name="AlwaysThinks">True for the models that cannot be told not to think.</param>
internal readonly record struct ClaudeVersion(bool IsClaude, int Major, int Minor, bool AlwaysThinks)
{
    private const int LongestNumber = 2;

    public bool TakesEffort => AlwaysThinks || IsAtLeast(4, 6);

    public bool RefusesSampling => AlwaysThinks || IsAtLeast(4, 7);

    public bool TakesHighestEffort => AlwaysThinks || IsAtLeast(4, 7);

    /// <summary>The word it knows for an effort.</summary>
    public string EffortOf(string effort) => effort switch
    {
        "minimal" => "low",
        "xhigh" when !TakesHighestEffort => "high",
        _ => effort,
    };

    /// <summary>Whether it thinks where nothing is said.</summary>
    public bool ThinksUnasked => !IsClaude || AlwaysThinks || IsAtLeast(5, 0);

    /// <summary>Such as <c>claude-opus-4-7</c>, <c>claude-3-7-sonnet-20250219</c> or <c>anthropic.claude-sonnet-4-5-20250929-v1:0</c>.</summary>
    public static ClaudeVersion Of(string model)
    {
        var start = model.IndexOf("claude", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return default;
        var rest = model.AsSpan(start);
        var always = rest.Contains("mythos", StringComparison.OrdinalIgnoreCase) || rest.Contains("fable", StringComparison.OrdinalIgnoreCase);
        var major = NextNumber(ref rest);
        // A minor follows its major at once; a date is longer, and a revision has a letter before it.
        var minor = rest.Length > 1 && rest[0] is '-' or '.' && char.IsAsciiDigit(rest[1]) ? NextNumber(ref rest) : 0;
        return new ClaudeVersion(IsClaude: true, major, minor, always);
    }

    /// <summary>False where the name does not say.</summary>
    public bool IsAtLeast(int major, int minor) => IsClaude && (Major > major || (Major == major && Minor >= minor));

    private static int NextNumber(ref ReadOnlySpan<char> rest)
    {
        var from = rest.IndexOfAnyInRange('0', '9');
        if (from < 0)
            return 0;
        rest = rest[from..];
        var length = rest.IndexOfAnyExceptInRange('0', '9');
        if (length < 0)
            length = rest.Length;
        var digits = rest[..length];
        rest = rest[length..];
        return length <= LongestNumber && int.TryParse(digits, out var number) ? number : 0;
    }
}
