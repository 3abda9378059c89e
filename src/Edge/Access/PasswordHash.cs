using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace AiGateway.Edge.Access;

/// <summary>
/// Argon2id (RFC 9106) as PHC strings. 19 MiB, 2 passes, 1 lane: OWASP's Password Storage Cheat Sheet. Few are computed at once, so that
/// strangers cannot take a process's memory by trying.
/// </summary>
internal sealed class PasswordHash : IDisposable
{
    private const int MemoryKib = 19_456;
    private const int Passes = 2;
    private const int Lanes = 1;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int AtOnce = 2;

    private static readonly string Header = $"$argon2id$v=19$m={MemoryKib},t={Passes},p={Lanes}$";

    private readonly SemaphoreSlim _turns = new(AtOnce, AtOnce);
    private string? _nobodys;

    public async Task<string> Make(string password, CancellationToken aborted)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return $"{Header}{Text(salt)}${Text(await Compute(password, salt, aborted))}";
    }

    /// <summary>Whether a password is the one that a hash was made of; takes as long for a name that nobody has.</summary>
    /// <param name="stored">Null when there is none; the answer is no.</param>
    /// <exception cref="FormatException">It is no hash of this kind.</exception>
    public async Task<bool> Matches(string password, string? stored, CancellationToken aborted)
    {
        var compared = stored ?? (_nobodys ??= await Make(Text(RandomNumberGenerator.GetBytes(SaltBytes)), aborted));
        if (!compared.StartsWith(Header, StringComparison.Ordinal) || compared[Header.Length..].Split('$') is not [var salt, var hash])
            throw new FormatException("A stored password has a form that this version does not know; set the password anew.");
        var same = CryptographicOperations.FixedTimeEquals(await Compute(password, Bytes(salt), aborted), Bytes(hash));
        return same && stored is not null;
    }

    public void Dispose() => _turns.Dispose();

    private async Task<byte[]> Compute(string password, byte[] salt, CancellationToken aborted)
    {
        await _turns.WaitAsync(aborted);
        try
        {
            using var argon = new Argon2id(Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC)))
            {
                Salt = salt, MemorySize = MemoryKib, Iterations = Passes, DegreeOfParallelism = Lanes,
            };
            return await argon.GetBytesAsync(HashBytes);
        }
        finally
        {
            _turns.Release();
        }
    }

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Bytes(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
}
