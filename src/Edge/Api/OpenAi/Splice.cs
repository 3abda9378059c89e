namespace AiGateway.Edge.Api.OpenAi;

/// <summary>One edit: <paramref name="Length"/> bytes of the source at <paramref name="Start"/> give way to a stretch of the list's text.</summary>
internal readonly record struct Splice(int Start, int Length, int TextStart, int TextLength);
