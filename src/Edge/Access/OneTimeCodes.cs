using System.Security.Cryptography;
using AiGateway.Edge.Security;
using OtpNet;

namespace AiGateway.Edge.Access;

/// <summary>One-time codes by time (RFC 6238) as authenticator applications make them: SHA-1, 6 digits, 30 s.</summary>
internal sealed class OneTimeCodes(SecretBox box, TimeProvider time)
{
    private const string Purpose = "one-time-code";
    private const int SecretBytes = 20;

    /// <summary>A new secret, as it is typed or shown as a picture, and as it is stored.</summary>
    /// <param name="name">Whose.</param>
    public (string Address, string Secret, string Sealed) New(string name)
    {
        var secret = Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(SecretBytes)).TrimEnd('=');
        return (new OtpUri(OtpType.Totp, secret, name, "AiGateway").ToString(), secret, box.Seal(Purpose, name, secret));
    }

    /// <summary>The time step a code is right for, one before and one after the present one included; null when it is wrong.</summary>
    public long? Step(string name, string sealedSecret, string code) =>
        new Totp(Base32Encoding.ToBytes(box.Open(Purpose, name, sealedSecret)))
            .VerifyTotp(time.GetUtcNow().UtcDateTime, code.Trim(), out var step, new VerificationWindow(previous: 1, future: 1))
                ? step
                : null;

    /// <summary>Whether a code was made with a secret that <see cref="New"/> gave out, for the same name.</summary>
    public bool IsRight(string name, string sealedSecret, string code)
    {
        try
        {
            return Step(name, sealedSecret, code) is not null;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
