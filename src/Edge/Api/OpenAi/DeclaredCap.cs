namespace AiGateway.Edge.Api.OpenAi;

/// <summary>A limit on output tokens as a request states it.</summary>
/// <param name="Tokens">0 or more; null when the member is absent or null.</param>
/// <param name="Value">Where the number stands; empty when the member is absent.</param>
internal readonly record struct DeclaredCap(int? Tokens, ByteRange Value);
