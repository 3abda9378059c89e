namespace AiGateway.Edge.Usage;

/// <summary>Whether the control plane is to remember recent calls one by one.</summary>
internal sealed record ListsCalls(bool Calls);
