namespace AiGateway.StreamLoad;

/// <summary>One stream: how long until its first byte, and how many events it had.</summary>
internal readonly record struct StreamResult(TimeSpan FirstByte, int Events, bool IsWhole);
