namespace AiGateway.Core.Dialects;

/// <summary>What a file's name ends in, for senders who do not say what is in it.</summary>
internal static class FileExtension
{
    /// <summary>In upper case, with its dot; empty without one.</summary>
    /// <param name="name">A name, or a path with slashes.</param>
    public static string Of(string? name)
    {
        if (name is null)
            return "";
        var last = name.LastIndexOf('.');
        return last < 0 || name.AsSpan(last).Contains('/') ? "" : name[last..].ToUpperInvariant();
    }
}
