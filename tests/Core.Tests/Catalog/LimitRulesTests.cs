using AiGateway.Core.Catalog;
using AiGateway.Core.Money;

namespace AiGateway.Core.Tests.Catalog;

public sealed class LimitRulesTests
{
    private static CatalogDocument With(LimitSpec limits) => Sample.Catalog() with { Consumers = [Sample.Consumer("c") with { Limits = limits }] };

    private static void AssertOne(LimitSpec limits, string member, string fragment) =>
        Problems.AssertOne(With(limits), $"consumers[0].limits.{member}", fragment);

    [Theory]
    [InlineData("0.000001")]
    [InlineData("0.000001001")]
    [InlineData("100000000")]
    [InlineData("12.500000000000")]
    public void Amounts_within_the_range_pass(string dollars) =>
        Problems.AssertNone(With(new() { CostPerDay = Amount(dollars), CostPerMonth = Amount(dollars) }));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0.000000999")]
    [InlineData("100000000.000000001")]
    [InlineData("79228162514264337593543950335")]
    public void Amounts_outside_the_range_are_refused(string dollars)
    {
        AssertOne(new() { CostPerDay = Amount(dollars) }, "costPerDay", "must be 0.000001–100,000,000 US dollars");
        AssertOne(new() { CostPerMonth = Amount(dollars) }, "costPerMonth", "must be 0.000001–100,000,000 US dollars");
    }

    [Fact]
    public void An_amount_of_more_than_nine_decimals_is_refused() =>
        AssertOne(new() { CostPerDay = 1.0000000001m }, "costPerDay", "more than 9 decimals");

    [Fact]
    public void A_limit_that_another_makes_unreachable_passes() =>
        Problems.AssertNone(With(new()
        {
            RequestsPer10Seconds = 100, RequestsPerMinute = 60, RequestsPerDay = 50, TokensPerDay = 10, TokensPerMonth = 5,
            CostPerDay = 2, CostPerMonth = 1,
        }));

    [Theory]
    [InlineData("Asia/Shanghai")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("UTC")]
    public void A_zone_of_IANA_passes(string zone) => Problems.AssertNone(With(new() { TokensPerDay = 1, TimeZone = zone }));

    [Theory]
    [InlineData("Europe/Berlim", "'Europe/Berlim' is not a time zone; did you mean 'Europe/Berlin'?")]
    [InlineData("europe/berlin", "such as Europe/Berlin")]
    [InlineData("Nowhere/AtAllOnThisEarth", "'Nowhere/AtAllOnThisEarth' is not a time zone known on this machine; give an IANA name such as Europe/Berlin")]
    [InlineData("+02:00", "such as Europe/Berlin")]
    [InlineData("", "such as Europe/Berlin")]
    [InlineData("../../etc/localtime", "such as Europe/Berlin")]
    public void Anything_else_is_not_a_zone(string zone, string fragment) =>
        AssertOne(new() { TokensPerDay = 1, TimeZone = zone }, "timeZone", fragment);

    [Fact]
    public void The_guarantee_of_each_limit_can_be_named() =>
        Problems.AssertNone(With(All() with { Soft = [.. LimitFields.All.Take(4)], Hard = [.. LimitFields.All.Skip(4)] }));

    [Theory]
    [InlineData("tokenPerDay", "'tokenPerDay' is not a limit; did you mean 'tokensPerDay'?")]
    [InlineData("spend", "'spend' is not a limit; known are requestsPer10Seconds, ")]
    [InlineData("TokensPerDay", "did you mean 'tokensPerDay'?")]
    [InlineData("", "is not the name of a limit; known are ")]
    [InlineData("tokensPerDay", "names tokensPerDay a second time")]
    [InlineData("concurrent", "names concurrent, which is not set here")]
    public void A_name_that_is_none_of_the_limits_set_here_is_refused(string name, string fragment)
    {
        var limits = new LimitSpec { TokensPerDay = 1 };

        AssertOne(limits with { Soft = ["tokensPerDay", name] }, "soft[1]", fragment);
        AssertOne(limits with { Hard = ["tokensPerDay", name] }, "hard[1]", fragment);
    }

    [Fact]
    public void What_is_no_name_is_not_repeated()
    {
        var problems = CatalogValidator.Validate(With(new() { Soft = ["sk-CANARY"], Hard = [new string('X', 41)], TimeZone = "sk-CANARY" }));

        Assert.Equal(3, problems.Count);
        Assert.DoesNotContain(problems, p => p.Message.Contains("CANARY", StringComparison.Ordinal) || p.Message.Contains("XX", StringComparison.Ordinal));
    }

    [Fact]
    public void A_limit_is_not_soft_and_hard() =>
        AssertOne(new() { TokensPerDay = 1, Soft = ["tokensPerDay"], Hard = ["tokensPerDay"] }, "hard[0]", "which soft names too");

    [Theory]
    [InlineData("tokensPerMinute")]
    [InlineData("tokensPerDay")]
    [InlineData("tokensPerMonth")]
    [InlineData("costPerDay")]
    [InlineData("costPerMonth")]
    public void What_is_reserved_as_expected_cannot_be_hard(string name)
    {
        var limits = All() with { Hard = [name] };

        AssertOne(limits with { Tokens = ReservationMode.Expected }, "hard[0]", "say tokens: strict");
        Problems.AssertNone(With(limits with { Tokens = ReservationMode.Strict }));
        Problems.AssertNone(With(limits with { Tokens = ReservationMode.Expected, Hard = ["requestsPerMinute", "concurrent"] }));
    }

    [Fact]
    public void Every_limit_of_the_record_has_its_range_and_its_name()
    {
        var numbers = typeof(LimitSpec).GetProperties().Where(p => p.PropertyType == typeof(long?) || p.PropertyType == typeof(decimal?)).ToList();

        Assert.Equal(numbers.Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]), LimitFields.All);
        foreach (var number in numbers)
        {
            var limits = new LimitSpec();
            number.SetValue(limits, number.PropertyType == typeof(long?) ? (object)0L : 0m);
            AssertOne(limits, char.ToLowerInvariant(number.Name[0]) + number.Name[1..], "leave it out for no limit");
        }
    }

    [Theory]
    [InlineData(true, null, null, true)]
    [InlineData(false, null, null, false)]
    [InlineData(true, "tokensPerDay", null, false)]
    [InlineData(false, "tokensPerDay", null, false)]
    [InlineData(true, null, "tokensPerDay", true)]
    [InlineData(false, null, "tokensPerDay", true)]
    [InlineData(true, "concurrent", "requestsPerDay", true)]
    [InlineData(false, "concurrent", "requestsPerDay", false)]
    public void A_limit_has_the_guarantee_of_its_place_unless_it_is_named(bool byDefault, string? soft, string? hard, bool isHard) =>
        Assert.Equal(
            isHard,
            new LimitSpec { Soft = soft is null ? null : [soft], Hard = hard is null ? null : [hard] }.IsHard("tokensPerDay", byDefault));

    [Fact]
    public void Limits_are_equal_by_what_they_say()
    {
        var limits = All() with { TimeZone = "UTC", Soft = ["tokensPerDay", "concurrent"], Hard = ["costPerDay"], Tokens = ReservationMode.Strict };
        var same = All() with { TimeZone = "UTC", Soft = ["concurrent", "tokensPerDay"], Hard = ["costPerDay"], Tokens = ReservationMode.Strict };

        Assert.Equal(limits, same);
        Assert.Equal(limits.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(limits, same with { Soft = ["concurrent"] });
        Assert.NotEqual(limits, same with { Soft = null });
    }

    [Theory]
    [InlineData("0.000001", 1_000)]
    [InlineData("0.000000001", 1)]
    [InlineData("100000000", 100_000_000_000_000_000)]
    [InlineData("19.99", 19_990_000_000)]
    public void Money_is_exact_in_billionths(string dollars, long nanoDollars)
    {
        Assert.Equal(nanoDollars, Usd.Of(Amount(dollars)).Nanos);
        Assert.Equal(Amount(dollars), new Usd(nanoDollars).Dollars);
    }

    internal static LimitSpec All() => new()
    {
        RequestsPer10Seconds = 1, RequestsPerMinute = 2, RequestsPerDay = 3, TokensPerMinute = 4, TokensPerDay = 5, TokensPerMonth = 6,
        CostPerDay = 0.7m, CostPerMonth = 8.000000001m, Concurrent = 9,
    };

    private static decimal Amount(string dollars) => decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture);
}
