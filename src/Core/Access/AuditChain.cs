using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AiGateway.Core.Access;

/// <summary>
/// Ties each line of the audit log to all before it, so that one that was changed or taken out later is seen (a hash chain, as in Schneier
/// and Kelsey, "Secure Audit Logs to Support Computer Forensics", 1999). Whoever can write the whole store can write a new chain: keep the
/// newest digest elsewhere to guard against that.
/// </summary>
public static class AuditChain
{
    /// <summary>Stands before the first line.</summary>
    public static string Start { get; } = new('0', 64);

    /// <summary>The line with its number and its digest.</summary>
    public static AuditEntry Append(AuditEntry entry, long number, string before)
    {
        var numbered = entry with { Number = number, Chain = "" };
        return numbered with { Chain = Digest(numbered, before) };
    }

    /// <summary>The number of the first line that does not follow from the one before it; null when all do.</summary>
    /// <param name="entries">Lines in a row.</param>
    /// <param name="before">Digest before the first of them.</param>
    public static long? FirstBroken(IEnumerable<AuditEntry> entries, string before)
    {
        foreach (var entry in entries)
        {
            if (entry.Chain != Digest(entry with { Chain = "" }, before))
                return entry.Number;
            before = entry.Chain;
        }
        return null;
    }

    private static string Digest(AuditEntry entry, string before) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(before + JsonSerializer.Serialize(entry))));
}
