using System.Text.Json.Nodes;

namespace AiGateway.FakeProvider.Provider;

/// <summary>One step of a stream: how it is written, afresh for each choice, and the text that counts as tokens.</summary>
internal sealed record Delta(string Text, Func<JsonNode> Body);
