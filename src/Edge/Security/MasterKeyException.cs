namespace AiGateway.Edge.Security;

/// <summary>The master key cannot be had. The message is meant for the operator and holds nothing of the key.</summary>
internal sealed class MasterKeyException(string message, Exception? inner = null) : Exception(message, inner);
