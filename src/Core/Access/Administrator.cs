using System.Text.RegularExpressions;

namespace AiGateway.Core.Access;

/// <summary>Somebody who signs in with a password.</summary>
public sealed partial record Administrator
{
    /// <summary>Shorter passwords are refused (NIST SP 800-63B-4 asks for 15 where a password is the only factor, 8 otherwise).</summary>
    public const int ShortestPassword = 15;

    /// <summary>Longer ones are refused: hashing them is work that a stranger could ask for.</summary>
    public const int LongestPassword = 256;

    /// <summary>1–64 letters, digits, dots, dashes, underscores or at signs, in lower case.</summary>
    public required string Name { get; init; }

    public required Role Role { get; init; }

    /// <summary>PHC string of Argon2id.</summary>
    public required string PasswordHash { get; init; }

    /// <summary>Secret of one-time codes, sealed; null without them.</summary>
    public string? SealedCodeSecret { get; init; }

    /// <summary>Changes with the password and the codes, and ends the sessions that were begun before.</summary>
    public required string Stamp { get; init; }

    public required long CreatedMs { get; init; }

    /// <summary>Neither its hash nor its secret.</summary>
    public override string ToString() => $"administrator {Name}";

    /// <summary>Names in one form, so that no two look alike.</summary>
    public static bool IsName(string name) => NameForm().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._@-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
