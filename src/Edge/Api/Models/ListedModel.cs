using AiGateway.Core.Money;

namespace AiGateway.Edge.Api.Models;

/// <summary>What a caller is told of a model.</summary>
/// <param name="Name">What callers send.</param>
/// <param name="Owner">Who answers first.</param>
/// <param name="Context">Tokens it takes; null when nobody said.</param>
/// <param name="Price">What who answers first takes; null when that is not known.</param>
internal sealed record ListedModel(string Name, string Owner, int? Context, ModelPrice? Price);
