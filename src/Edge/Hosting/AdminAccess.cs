using AiGateway.Edge.Security;

namespace AiGateway.Edge.Hosting;

/// <summary>
/// The administrator's token: the one from the settings, or one generated at the first start, shown once, and kept in the
/// data directory as a digest.
/// </summary>
internal sealed class AdminAccess
{
    private readonly AdminToken _tokens;
    private readonly Digest256 _digest;

    private AdminAccess(AdminToken tokens, Digest256 digest, string? shown) => (_tokens, _digest, NewToken) = (tokens, digest, shown);

    /// <summary>Set when it was generated just now: the only chance to show it.</summary>
    public string? NewToken { get; }

    /// <param name="reset">Makes a new one in any case.</param>
    public static AdminAccess Open(AdminSettings settings, string dataDirectory, MasterKey master, bool reset)
    {
        var tokens = new AdminToken(master);
        if (settings.Token is { } given)
            return new AdminAccess(tokens, tokens.Digest(given.Trim()), null);

        var path = Path.Combine(dataDirectory, "admin-token.digest");
        if (!reset && File.Exists(path) && new FileInfo(path).Length > 0)
            return new AdminAccess(tokens, Digest256.Parse(File.ReadAllText(path).Trim()), null);
        var token = AdminToken.Generate();
        var digest = tokens.Digest(token);
        Directory.CreateDirectory(dataDirectory);
        File.WriteAllText(path, digest.ToHex());
        return new AdminAccess(tokens, digest, token);
    }

    /// <summary>Changes with the token; says nothing of it.</summary>
    public string Stamp => _digest.ToHex()[..16];

    public bool Allows(ReadOnlySpan<char> presented) => _tokens.Matches(presented, _digest);
}
