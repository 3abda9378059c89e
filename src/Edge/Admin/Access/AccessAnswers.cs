using AiGateway.Core.Access;

namespace AiGateway.Edge.Admin.Access;

/// <summary>Who is signed in.</summary>
/// <param name="Kind">installation, administrator, token or consumer.</param>
/// <param name="HasCodes">Whether one-time codes are asked for beside the password.</param>
internal sealed record SessionAnswer(string Kind, string Name, Role Role, bool HasCodes);

/// <summary>An administrator without what is secret.</summary>
/// <param name="HasCodes">Whether one-time codes are asked for beside the password.</param>
internal sealed record AdministratorAnswer(string Name, Role Role, bool HasCodes, DateTimeOffset Created)
{
    public static AdministratorAnswer Of(Administrator spec) =>
        new(spec.Name, spec.Role, spec.SealedCodeSecret is not null, DateTimeOffset.FromUnixTimeMilliseconds(spec.CreatedMs));
}

/// <summary>An API token without its secret.</summary>
/// <param name="Expires">Null for never.</param>
internal sealed record ApiTokenAnswer(string Id, string Name, Role Role, DateTimeOffset Created, string CreatedBy, DateTimeOffset? Expires)
{
    public static ApiTokenAnswer Of(ApiToken spec) => new(
        spec.Id, spec.Name, spec.Role, DateTimeOffset.FromUnixTimeMilliseconds(spec.CreatedMs), spec.CreatedBy,
        spec.ExpiresMs is { } ends ? DateTimeOffset.FromUnixTimeMilliseconds(ends) : null);
}

/// <summary>A token that was just made.</summary>
/// <param name="Token">The token itself, shown this once.</param>
internal sealed record NewApiTokenAnswer(string Id, string Token, string Note)
{
    /// <summary>Not the token.</summary>
    public override string ToString() => $"token {Id}";
}

/// <summary>A secret for one-time codes, not in use before a code made with it was sent.</summary>
/// <param name="Address">For a picture that authenticator applications read.</param>
/// <param name="Secret">For typing.</param>
/// <param name="Proof">To be sent back with the first code; holds the secret, sealed.</param>
internal sealed record NewCodesAnswer(string Address, string Secret, string Proof)
{
    /// <summary>Not the secret.</summary>
    public override string ToString() => "a secret for one-time codes";
}
