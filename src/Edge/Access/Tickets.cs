using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace AiGateway.Edge.Access;

/// <summary>
/// What the console calls the management API with on behalf of whoever looks at it: short-lived, made and read by edges alone. What he may do
/// is decided where his own calls' would be.
/// </summary>
internal sealed class Tickets(IDataProtectionProvider protection)
{
    private const string Prefix = "agw-ticket-";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("AiGateway.Tickets.v1").ToTimeLimitedDataProtector();

    public string Make(Caller caller) => Prefix + _protector.Protect(JsonSerializer.Serialize(caller), Lifetime);

    /// <summary>Whom it was made for; null when it is none, or is over.</summary>
    public Caller? Open(string presented)
    {
        if (!presented.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Caller>(_protector.Unprotect(presented[Prefix.Length..]));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }
}
