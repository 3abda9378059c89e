using System.Text;
using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

/// <summary>What a provider answers with, and what the classifier makes of it.</summary>
internal static class Answer
{
    /// <summary>2026-03-10 12:00:00 UTC.</summary>
    public const long NowMs = 1_773_144_000_000;

    public static UpstreamFailure Classified(int status, string body, params (string Name, string Value)[] headers) =>
        FailureClassifier.Classify(status, Headers(headers), Encoding.UTF8.GetBytes(body), NowMs);

    public static UpstreamFailure Event(string json) => FailureClassifier.ClassifyErrorEvent(Encoding.UTF8.GetBytes(json), NowMs);

    public static UpstreamErrorBody Body(string text) => UpstreamErrorBody.Parse(Encoding.UTF8.GetBytes(text));

    public static Func<string, string?> Headers(params (string Name, string Value)[] headers)
    {
        var byName = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);
        return name => byName.GetValueOrDefault(name);
    }
}
