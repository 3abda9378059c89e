namespace AiGateway.Edge.Admin.Http;

/// <summary>A part of what there is of something.</summary>
/// <param name="Next">What to repeat the call with as <c>after</c> for the next part; null at the end.</param>
internal sealed record Listed<T>(IReadOnlyList<T> Data, string? Next = null);
