using System.Globalization;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>
/// Ids for the calls of one choice that have none, which is Google's habit. They are the same whenever the answer is read, and others
/// in other answers: a conversation must not have two calls of one id.
/// </summary>
internal sealed class CallIds(string? responseId)
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private int _ordinal;

    public string Of(string? id, string name, string arguments)
    {
        var ordinal = _ordinal++;
        if (!string.IsNullOrEmpty(id))
            return id;
        var hash = Mix(Mix(Mix(Basis, responseId ?? ""), name), arguments);
        return string.Create(CultureInfo.InvariantCulture, $"call_{hash:x16}{ordinal}");
    }

    private static ulong Mix(ulong hash, string text)
    {
        foreach (var letter in text)
            hash = (hash ^ letter) * Prime;
        return (hash ^ 0xFFFF) * Prime;
    }
}
