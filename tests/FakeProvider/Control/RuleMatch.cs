using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Control;

/// <summary>All members that are given must hold. A trailing <c>*</c> in key and model matches any ending.</summary>
internal sealed record RuleMatch
{
    public string? Key { get; init; }

    public string? Model { get; init; }

    /// <summary>What the request's path ends with.</summary>
    public string? Path { get; init; }

    public bool? Stream { get; init; }

    public bool Holds(Call call) =>
        Fits(Key, call.Key)
        && Fits(Model, call.Model)
        && (Path is null || call.Path.EndsWith(Path, StringComparison.Ordinal))
        && (Stream is null || Stream == call.Stream);

    private static bool Fits(string? pattern, string? value) => pattern switch
    {
        null => true,
        [.. var prefix, '*'] => value?.StartsWith(prefix, StringComparison.Ordinal) == true,
        _ => pattern == value,
    };
}
