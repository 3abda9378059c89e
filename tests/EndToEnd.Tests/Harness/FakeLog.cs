using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>What the provider received up to a moment of its clock.</summary>
public sealed record FakeLog(long NowUs, long LastSeq, FakeCall[] Entries);

/// <summary>One call as it reached the provider. Times are microseconds since 1970 by the provider's clock.</summary>
public sealed record FakeCall(
    long Seq, long ArrivedUs, long? EndedUs, string? Ending, int EventsSent, string? Key, string Method, string Path, string Query,
    Dictionary<string, string> Headers, string? Model, bool Stream, string? Body, long Rule, int? Status, int? CloseStatus = null,
    Dictionary<string, string>? Form = null)
{
    public const string Completed = "completed";
    public const string AbortedByPeer = "aborted_by_peer";
    public const string BrokenByRule = "broken_by_rule";

    public JsonNode Json => JsonNode.Parse(Body!)!;
}

/// <summary>A failure the provider can imitate by name.</summary>
public sealed record FakePreset(string Name, string Class, string? Note, JsonNode Answer);
