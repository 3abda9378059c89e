using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Catalog;

/// <summary>What is known of a caller once its key is.</summary>
/// <param name="Id">Its id in the catalog.</param>
/// <param name="Models">Which models it may call.</param>
/// <param name="Limits">What it may use; null for no limit.</param>
/// <param name="Disabled">Refused as if its keys were unknown.</param>
internal sealed record ConsumerEntry(string Id, ModelAccess Models, LimitSpec? Limits, bool Disabled);
