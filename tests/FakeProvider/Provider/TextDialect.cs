using System.Text.Json.Nodes;

namespace AiGateway.FakeProvider.Provider;

/// <summary>Where chat and legacy completions differ.</summary>
internal abstract class TextDialect
{
    public abstract string IdPrefix { get; }

    public abstract string WholeObject { get; }

    public abstract string ChunkObject { get; }

    public abstract JsonObject WholeChoice(int index, TextPlan plan, bool omitFinish);

    /// <summary>A null delta is the empty one that goes with the finish reason.</summary>
    public abstract JsonObject ChunkChoice(int index, JsonNode? delta, string? finish);

    public abstract IEnumerable<Delta> Deltas(TextPlan plan);

    public abstract Delta TextDelta(string text);
}
