namespace AiGateway.Core.Catalog;

/// <summary>Money as whole numbers that add up exactly: a long holds 9 billion dollars in billionths.</summary>
public static class NanoDollars
{
    public const long PerDollar = 1_000_000_000;

    /// <summary>Exact for an amount that the rules of a catalog let pass.</summary>
    /// <exception cref="OverflowException">More than about 9.2 billion dollars.</exception>
    public static long Of(decimal dollars) => (long)(dollars * PerDollar);

    public static decimal ToDollars(long nanoDollars) => (decimal)nanoDollars / PerDollar;
}
