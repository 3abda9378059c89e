namespace AiGateway.Edge.Admin.Grayscale;

/// <summary>Copies of a model's calls at one edge since its start.</summary>
/// <param name="Target">The provider's name for the model that answers them.</param>
/// <param name="Dropped">Copies that were not made, by why.</param>
internal sealed record ShadowAnswer(
    string Model, string Provider, string Target, double Percent, long Queued, long UnderWay, long Sent, IReadOnlyDictionary<string, long> Dropped);
