namespace AiGateway.FakeProvider.Wire;

/// <summary>One event of a stream before it is framed.</summary>
/// <param name="Name">Null where the dialect names no events.</param>
/// <param name="IsFailure">True when it tells of a failure, which some framings mark by more than the name.</param>
internal sealed record StreamEvent(string? Name, string Data, bool IsFailure = false);
