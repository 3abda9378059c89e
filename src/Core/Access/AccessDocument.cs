namespace AiGateway.Core.Access;

/// <summary>Who has access to the management plane beside the holder of the installation's own token. Holds no secret in plain.</summary>
public sealed record AccessDocument
{
    /// <summary>All of it is read at once by every edge.</summary>
    public const int MostAdministrators = 500;

    /// <inheritdoc cref="MostAdministrators"/>
    public const int MostTokens = 2_000;

    public static AccessDocument Empty { get; } = new();

    /// <summary>People who sign in with a password.</summary>
    public IReadOnlyList<Administrator> Administrators { get; init; } = [];

    /// <summary>What automation signs in with.</summary>
    public IReadOnlyList<ApiToken> Tokens { get; init; } = [];

    /// <summary>With an administrator in place of the one of that name, if there is one.</summary>
    public AccessDocument With(Administrator administrator) =>
        this with { Administrators = [.. Administrators.Where(other => other.Name != administrator.Name), administrator] };

    public AccessDocument WithoutAdministrator(string name) => this with { Administrators = [.. Administrators.Where(other => other.Name != name)] };

    /// <summary>With one token more; those that ended before <paramref name="nowMs"/> are dropped.</summary>
    public AccessDocument With(ApiToken token, long nowMs) => this with { Tokens = [.. Tokens.Where(other => !other.IsOver(nowMs)), token] };

    public AccessDocument WithoutToken(string id) => this with { Tokens = [.. Tokens.Where(other => other.Id != id)] };

    public Administrator? FindAdministrator(string name) => Administrators.FirstOrDefault(each => each.Name == name);

    public ApiToken? FindToken(string id) => Tokens.FirstOrDefault(each => each.Id == id);
}
