using AiGateway.Core.Access;

namespace AiGateway.Edge.Admin.Access;

/// <summary>Signing in: a name and a password, with a one-time code where they are set up, or a token alone.</summary>
internal sealed record SignInRequest
{
    public string? Name { get; init; }

    public string? Password { get; init; }

    public string? Code { get; init; }

    /// <summary>The installation's token, an API token or a key for calling models.</summary>
    public string? Token { get; init; }

    public override string ToString() => "sign-in";
}

/// <summary>An administrator to make or to change.</summary>
internal sealed record AdministratorRequest
{
    /// <summary>Not consumer.</summary>
    public required Role Role { get; init; }

    /// <summary>15–256 characters. Null: stays as it is.</summary>
    public string? Password { get; init; }

    /// <summary>Take the one-time codes away, for somebody who has lost them.</summary>
    public bool WithoutCodes { get; init; }

    public override string ToString() => "administrator";
}

/// <summary>A token to make.</summary>
internal sealed record ApiTokenRequest
{
    /// <summary>What it is for, 1–100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Not consumer.</summary>
    public required Role Role { get; init; }

    /// <summary>Days until it ends, 1–3,650; null for never.</summary>
    public int? Days { get; init; }
}

/// <summary>A new password for whoever is signed in.</summary>
internal sealed record PasswordRequest
{
    public required string Current { get; init; }

    public required string New { get; init; }

    public override string ToString() => "password";
}

/// <summary>The first code of a new secret.</summary>
internal sealed record CodesRequest
{
    public required string Proof { get; init; }

    public required string Code { get; init; }

    public override string ToString() => "codes";
}
