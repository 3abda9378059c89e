namespace AiGateway.Core.Quirks;

/// <summary>A stretch of a body, in bytes from its start, that gives way to other text.</summary>
/// <param name="Start">From 0.</param>
/// <param name="Length">At least 1.</param>
/// <param name="Text">UTF-8; empty to take the stretch out.</param>
public readonly record struct QuirkEdit(int Start, int Length, ReadOnlyMemory<byte> Text);
