using System.Globalization;
using AiGateway.Core.Money;
using CsCheck;

namespace AiGateway.Core.Tests.Money;

public sealed class UsdTests
{
    private static readonly Gen<Usd> Any = Gen.Long[0, long.MaxValue].Select(nanos => new Usd(nanos));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.0", 0)]
    [InlineData("2.50", 2_500_000_000)]
    [InlineData("0.000000001", 1)]
    [InlineData("007", 7_000_000_000)]
    [InlineData("9223372035.999999999", 9_223_372_035_999_999_999)]
    public void Dollars_are_read_exactly(string text, long nanos)
    {
        Assert.True(Usd.TryParse(text, out var amount));
        Assert.Equal(nanos, amount.Nanos);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("-1")]
    [InlineData("-0")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("1_000")]
    [InlineData("1.2.3")]
    [InlineData("1e3")]
    [InlineData("1e309")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData(".nan")]
    [InlineData(".inf")]
    [InlineData("Infinity")]
    [InlineData("$1")]
    [InlineData("٣")]
    [InlineData("0.0000000001")]
    [InlineData("9223372036")]
    [InlineData("99999999999999999999999")]
    public void What_is_no_plain_amount_is_refused(string text)
    {
        Assert.False(Usd.TryParse(text, out var amount));
        Assert.Equal(default, amount);
    }

    [Fact]
    public void Written_and_read_back_it_is_the_same() => Gen.Long[0, 9_223_372_035_999_999_999].Sample(nanos =>
        Usd.TryParse(new Usd(nanos).ToString(), out var copy) && copy.Nanos == nanos);

    [Fact]
    public void Shown_in_dollars_no_digit_is_lost() => Any.Sample(amount =>
        (amount.Dollars * 1_000_000_000m).ToString("0", CultureInfo.InvariantCulture) == amount.Nanos.ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void Any_text_is_read_or_refused_and_never_throws() => Gen.String.Sample(text => !Usd.TryParse(text, out var amount) || amount.Nanos >= 0);

    [Fact]
    public void Sums_do_not_depend_on_the_order_even_where_they_reach_the_largest_amount() => Gen.Select(Any, Any, Any).Sample((a, b, c) =>
        a + b == b + a && (a + b) + c == a + (b + c) && (a + b).Nanos >= Math.Max(a.Nanos, b.Nanos));
}
