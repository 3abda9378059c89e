namespace AiGateway.Edge.CommandLine;

/// <summary>What a command ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The gateway refused it, or does not answer.</summary>
    public const int Refused = 1;

    /// <summary>It was called wrongly; nothing was sent.</summary>
    public const int Usage = 2;
}
