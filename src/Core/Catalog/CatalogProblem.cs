namespace AiGateway.Core.Catalog;

/// <summary>One thing that is wrong with a catalog.</summary>
/// <param name="Path">Where, such as <c>models[0].targets[1].provider</c>; empty for the document itself.</param>
/// <param name="Message">What is wrong and what to do about it. Never holds text of a secret.</param>
public sealed record CatalogProblem(string Path, string Message);
