using System.Globalization;

namespace AiGateway.Core.Money;

/// <summary>
/// An amount of US dollars, never negative, as a whole number of billionths: amounts add up exactly and in any order, which
/// no floating number does. The largest is about 9.2 billion dollars; a sum beyond it stays there.
/// </summary>
/// <param name="Nanos">Billionths of a US dollar, 0 or more.</param>
public readonly record struct Usd(long Nanos)
{
    /// <summary>Digits behind the point.</summary>
    public const int Decimals = 9;

    private const long NanosPerDollar = 1_000_000_000;

    /// <summary>In dollars, exact; for showing only.</summary>
    public decimal Dollars => (decimal)Nanos / NanosPerDollar;

    /// <summary>Exact for an amount with at most <see cref="Decimals"/> decimals, from 0 on.</summary>
    /// <exception cref="OverflowException">More than about 9.2 billion dollars.</exception>
    public static Usd Of(decimal dollars) => new((long)(dollars * NanosPerDollar));

    public static Usd operator +(Usd a, Usd b) => Saturated((Int128)a.Nanos + b.Nanos);

    /// <summary>Reads dollars such as <c>2.50</c>: digits, and at most nine more behind a point. No sign, exponent or separator.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Usd amount)
    {
        amount = default;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var part = point < 0 ? "0" : text[(point + 1)..];
        if (!AreDigits(whole) || !AreDigits(part) || part.Length > Decimals)
            return false;
        if (!long.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var dollars) || dollars >= long.MaxValue / NanosPerDollar)
            return false;
        var nanos = 0L;
        for (var i = 0; i < Decimals; i++)
            nanos = (nanos * 10) + (i < part.Length ? part[i] - '0' : 0);
        amount = new Usd((dollars * NanosPerDollar) + nanos);
        return true;
    }

    /// <summary>Dollars without needless zeros, such as <c>0.00125</c>.</summary>
    public override string ToString() => Dollars.ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary>The nearest amount there is.</summary>
    internal static Usd Saturated(Int128 nanos) => new((long)Int128.Clamp(nanos, 0, long.MaxValue));

    private static bool AreDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
