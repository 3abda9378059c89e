using System.Security.Claims;
using AiGateway.Core.Access;

namespace AiGateway.Edge.Access;

/// <summary>Somebody who signed in at the management plane.</summary>
/// <param name="Kind">How.</param>
/// <param name="Name">Who: an administrator's name, a token's id, a consumer's id.</param>
/// <param name="Role">What he may do.</param>
/// <param name="Stamp">What of him must not change while his session lasts.</param>
/// <param name="From">The address he comes from, for the audit log.</param>
internal sealed record Caller(CallerKind Kind, string Name, Role Role, string Stamp, string From = "")
{
    private const string KindClaim = "aigw:kind";
    private const string StampClaim = "aigw:stamp";
    private const string FromClaim = "aigw:from";

    /// <summary>As the audit log has him.</summary>
    public string Who => Kind switch
    {
        CallerKind.Installation => "the installation's token",
        CallerKind.Token => $"token {Name}",
        CallerKind.Consumer => $"consumer {Name}",
        _ => $"administrator {Name}",
    };

    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.Name, Name), new Claim(ClaimTypes.Role, Role.ToString()), new Claim(KindClaim, Kind.ToString()),
            new Claim(StampClaim, Stamp), new Claim(FromClaim, From),
        ],
        scheme));

    /// <summary>Null for nobody.</summary>
    public static Caller? Of(ClaimsPrincipal? principal) =>
        principal?.FindFirstValue(ClaimTypes.Name) is { } name && Enum.TryParse<Role>(principal.FindFirstValue(ClaimTypes.Role), out var role)
        && Enum.TryParse<CallerKind>(principal.FindFirstValue(KindClaim), out var kind) && principal.FindFirstValue(StampClaim) is { } stamp
            ? new Caller(kind, name, role, stamp, principal.FindFirstValue(FromClaim) ?? "")
            : null;
}

/// <summary>How somebody signed in.</summary>
internal enum CallerKind
{
    /// <summary>With the token of the installation, which is set or was shown at the first start.</summary>
    Installation,

    /// <summary>With a password.</summary>
    Administrator,

    /// <summary>With a token that an owner made.</summary>
    Token,

    /// <summary>With a key for calling models.</summary>
    Consumer,
}
