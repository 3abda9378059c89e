namespace AiGateway.Edge.ManagementClient;

/// <summary>The management API has refused something, or does not answer. The message is for people, and holds no secret.</summary>
internal sealed class ManagementException : Exception
{
    public ManagementException(string message, int? status = null, Exception? cause = null)
        : base(message, cause) => Status = status;

    /// <summary>HTTP status; null when there was no answer.</summary>
    public int? Status { get; }
}
