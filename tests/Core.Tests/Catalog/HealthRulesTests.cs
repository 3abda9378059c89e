using AiGateway.Core.Catalog;
using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Catalog;

public sealed class HealthRulesTests
{
    public static TheoryData<string, string, HealthSpec> Wrong => new()
    {
        { "consecutiveFailures", "1–1,000", new HealthSpec { ConsecutiveFailures = 0 } },
        { "consecutiveFailures", "1–1,000", new HealthSpec { ConsecutiveFailures = 1_001 } },
        { "failureRatio", "0.01–1", new HealthSpec { FailureRatio = 0 } },
        { "failureRatio", "0.01–1", new HealthSpec { FailureRatio = 1.01 } },
        { "failureRatio", "0.01–1", new HealthSpec { FailureRatio = double.NaN } },
        { "minimumCalls", "1–100,000", new HealthSpec { MinimumCalls = 0 } },
        { "openMs", "100–3,600,000 milliseconds", new HealthSpec { OpenMs = 99 } },
        { "longestOpenMs", "100–86,400,000", new HealthSpec { LongestOpenMs = 86_400_001 } },
        { "probeDeadlineMs", "1,000–600,000", new HealthSpec { ProbeDeadlineMs = 999 } },
        { "slowStartMs", "0–600,000", new HealthSpec { SlowStartMs = -1 } },
        { "throttleMs", "100–3,600,000", new HealthSpec { ThrottleMs = 3_600_001 } },
        { "longestThrottleMs", "100–86,400,000", new HealthSpec { LongestThrottleMs = 0 } },
        { "parkMs", "1,000–86,400,000", new HealthSpec { ParkMs = 10 } },
        { "longestParkMs", "1,000–86,400,000", new HealthSpec { LongestParkMs = 10 } },
        { "modelUnavailableMs", "1,000–86,400,000", new HealthSpec { ModelUnavailableMs = 10 } },
        { "unfitMs", "1,000–86,400,000", new HealthSpec { UnfitMs = 10 } },
        { "longestOpenMs", "at least 5,000", new HealthSpec { OpenMs = 5_000, LongestOpenMs = 4_999 } },
        { "longestThrottleMs", "at least 5,000", new HealthSpec { ThrottleMs = 5_000, LongestThrottleMs = 4_999 } },
        { "longestParkMs", "at least 5,000", new HealthSpec { ParkMs = 5_000, LongestParkMs = 4_999 } },
        { "probeModel", "without spaces", new HealthSpec { ProbeModel = "a b" } },
        { "probeModel", "stands for nothing", new HealthSpec { ProbeModel = "gpt-*" } },
        { "errors[0]", "fits every error", With(new ErrorMeaningSpec { Means = FailureClass.Transient }) },
        { "errors[0].status", "400–599", With(new ErrorMeaningSpec { Status = 200, Means = FailureClass.Transient }) },
        { "errors[0].code", "without spaces", With(new ErrorMeaningSpec { Code = "a b", Means = FailureClass.Transient }) },
        { "errors[0].means", "must be one of contextLength, contentPolicy, billing, dead", With(new ErrorMeaningSpec { Status = 403 }) },
        { "errors[0].scope", "must be key or keyModel for what means billing", With(new ErrorMeaningSpec { Status = 403, Means = FailureClass.KeyBilling, Scope = FailureScope.Endpoint }) },
        { "errors[0]", "any wrong request of a caller", With(new ErrorMeaningSpec { Status = 400, Means = FailureClass.KeyDead }) },
        { "errors[0]", "any wrong request of a caller", With(new ErrorMeaningSpec { Status = 422, Means = FailureClass.KeyBilling }) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_meant_is_refused_with_what_to_do(string field, string fragment, HealthSpec health) =>
        Problems.AssertOne(Catalog(health), $"providers[0].health.{field}", fragment);

    [Fact]
    public void Everything_within_its_range_passes()
    {
        Problems.AssertNone(Catalog(new HealthSpec()));
        Problems.AssertNone(Catalog(new HealthSpec
        {
            ConsecutiveFailures = 1, FailureRatio = 1, MinimumCalls = 100_000, OpenMs = 100, LongestOpenMs = 100, ProbeDeadlineMs = 600_000, SlowStartMs = 0,
            ThrottleMs = 3_600_000, LongestThrottleMs = 86_400_000, ParkMs = 1_000, LongestParkMs = 1_000, ModelUnavailableMs = 1_000, UnfitMs = 86_400_000,
            ProbeModel = "org/model:1",
            Errors =
            [
                new() { Status = 403, Means = FailureClass.KeyThrottled }, new() { Status = 400, Code = "arrears", Means = FailureClass.KeyBilling },
                new() { Code = "x", Means = FailureClass.Transient, Scope = FailureScope.Key },
            ],
        }));
    }

    [Fact]
    public void Terms_take_what_is_said_and_the_defaults_for_the_rest()
    {
        Assert.Equal(HealthTerms.Default with { Version = 4 }, HealthTerms.Of(null, 4));
        Assert.Equal(HealthTerms.Default with { Version = 4, OpenMs = 10, FailureRatio = 0.2 }, HealthTerms.Of(new HealthSpec { OpenMs = 10, FailureRatio = 0.2 }, 4));
        // A first time beyond the default's longest one lengthens that.
        Assert.Equal(3_600_000, HealthTerms.Of(new HealthSpec { OpenMs = 3_600_000 }, 1).LongestOpenMs);
    }

    [Fact]
    public void It_survives_being_written_as_JSON_and_names_what_it_does_not_know()
    {
        const string json = """{"id":"p","baseUrl":"http://p/","health":{"openMs":500,"failureRatio":0.25,"errors":[{"status":403,"means":"throttled","scope":"keyModel"}]}}""";

        var spec = CatalogJson.Read<ProviderSpec>(json);
        var again = CatalogJson.Read<ProviderSpec>(CatalogJson.Write(spec)).Health!;

        Assert.Equal((500, 0.25), (again.OpenMs, again.FailureRatio));
        Assert.Equal(new ErrorMeaningSpec { Status = 403, Means = FailureClass.KeyThrottled, Scope = FailureScope.KeyModel }, Assert.Single(again.Errors));
        var fault = Assert.Throws<System.Text.Json.JsonException>(() => CatalogJson.Read<ProviderSpec>(json.Replace("\"throttled\"", "\"slow\"", StringComparison.Ordinal)));
        Assert.Contains("must be one of", fault.Message, StringComparison.Ordinal);
    }

    private static CatalogDocument Catalog(HealthSpec health) => new() { Providers = [Sample.Provider("p") with { Health = health }] };

    private static HealthSpec With(ErrorMeaningSpec error) => new() { Errors = [error] };
}
