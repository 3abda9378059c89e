namespace AiGateway.Edge.Hosting;

/// <summary>Settings of the management plane; configuration section <c>Admin</c>.</summary>
internal sealed record AdminSettings
{
    public const string Section = "Admin";

    /// <summary>Addresses it listens at, separated by semicolons. Loopback unless told otherwise.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:8001";

    /// <summary>The administrator's token. Null: a generated one, shown at the first start and kept as a digest; each data directory then has one of its own.</summary>
    public string? Token { get; init; }

    public IEnumerable<string> Problems()
    {
        if (Token is not null && Token.Trim().Length < 16)
            yield return "Admin:Token must have at least 16 characters; leave it out to have one generated.";
    }
}
