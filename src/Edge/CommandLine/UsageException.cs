namespace AiGateway.Edge.CommandLine;

/// <summary>A command was not given what it needs. The message says what to give.</summary>
internal sealed class UsageException(string message) : Exception(message);
