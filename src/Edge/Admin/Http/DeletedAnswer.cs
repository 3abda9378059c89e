namespace AiGateway.Edge.Admin.Http;

/// <summary>What was taken away.</summary>
/// <param name="Deleted">Its id.</param>
internal sealed record DeletedAnswer(string Deleted);
