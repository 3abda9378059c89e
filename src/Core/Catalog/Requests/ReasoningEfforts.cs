namespace AiGateway.Core.Catalog.Requests;

/// <summary>How much a model may think, by OpenAI's names.</summary>
public static class ReasoningEfforts
{
    /// <summary>From the least on.</summary>
    public static IReadOnlyList<string> All { get; } = ["none", "minimal", "low", "medium", "high", "xhigh"];

    /// <summary>The lesser of two. What is unknown counts as more than all: a cap that an unknown name gets around would be none.</summary>
    public static string Least(string a, string b) => Rank(a) <= Rank(b) ? a : b;

    /// <summary>Whether there is such a name.</summary>
    public static bool Knows(string name) => All.Contains(name);

    private static int Rank(string name)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i] == name)
                return i;
        }

        return All.Count;
    }
}
