using System.Text.Json.Nodes;

namespace AiGateway.FakeProvider.Control;

/// <summary>A failure as one provider words it.</summary>
internal sealed record Preset
{
    /// <summary><c>provider.what</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it means for whoever called: key_dead, key_throttled, key_billing, overloaded, …</summary>
    public required string Class { get; init; }

    public string? Note { get; init; }

    /// <summary>Members of an <see cref="Control.Answer"/>.</summary>
    public required JsonObject Answer { get; init; }
}
