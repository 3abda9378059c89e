namespace AiGateway.Edge.Admin.Http;

/// <summary>All there are of something.</summary>
internal sealed record Listed<T>(IReadOnlyList<T> Data);
