using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Gathers what a request says beyond what is understood.</summary>
internal static class UnknownMembers
{
    /// <param name="of">An object.</param>
    /// <param name="unknown">Takes its members that are neither absent nor known.</param>
    /// <param name="known">What others read.</param>
    /// <param name="hints">What may go untold.</param>
    public static void Collect(Field of, List<UnknownField> unknown, ReadOnlySpan<string> known, ReadOnlySpan<string> hints = default)
    {
        foreach (var (name, field) in of.Members())
        {
            if (!field.IsAbsent && !known.Contains(name))
                unknown.Add(new(field.Path, field.Value, hints.Contains(name)));
        }
    }

    /// <summary>A part, item or tool of a kind that is not understood: leaving it out would change the answer.</summary>
    public static void Whole(Field field, List<UnknownField> unknown) => unknown.Add(new(field.Path, field.Value, IsHint: false));
}
