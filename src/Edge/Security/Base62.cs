using System.Numerics;

namespace AiGateway.Edge.Security;

/// <summary>Numbers in <c>0-9 A-Z a-z</c>: no character that a shell, URL or double click would break at.</summary>
internal static class Base62
{
    public const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The last <paramref name="width"/> digits of a number, zeros in front.</summary>
    public static string Encode(BigInteger number, int width) => string.Create(width, number, (text, rest) =>
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            rest = BigInteger.DivRem(rest, Digits.Length, out var digit);
            text[i] = Digits[(int)digit];
        }
    });
}
