using System.Globalization;
using System.Text;

namespace AiGateway.Edge.ManagementClient;

/// <summary>A problem as the API tells it (RFC 9457).</summary>
internal sealed record ManagementProblem(string? Title, string? Detail, IReadOnlyList<ManagementProblem.Part>? Problems)
{
    /// <summary>All of it for people: what happened, what to do, and where each fault is.</summary>
    public string Text()
    {
        var text = new StringBuilder(Title ?? "The gateway refused it.");
        if (Detail is not null && !(Problems?.Count > 0))
            text.Append(' ').Append(Detail);
        foreach (var part in Problems ?? [])
            text.Append('\n').Append("  ").Append(part.Text());
        return text.ToString();
    }

    /// <summary>One of several things that are wrong.</summary>
    /// <param name="Line">In a text, from 1; null for others.</param>
    internal sealed record Part(string? Path, string? Message, int? Line, int? Column)
    {
        public string Text()
        {
            var place = Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"line {line}, column {Column}: ") : "";
            return string.IsNullOrEmpty(Path) ? place + Message : $"{place}{Path} {Message}";
        }
    }
}
