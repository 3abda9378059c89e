using AiGateway.Core.Catalog;
using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Catalog;

public sealed class HealthRulesTests
{
    public static TheoryData<string, string, HealthSpec> Wrong => new()
    {
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
            Errors =
            [
                new() { Status = 403, Means = FailureClass.KeyThrottled }, new() { Status = 400, Code = "arrears", Means = FailureClass.KeyBilling },
                new() { Code = "x", Means = FailureClass.Transient, Scope = FailureScope.Key },
            ],
        }));
    }

    [Fact]
    public void It_survives_being_written_as_JSON_and_names_what_it_does_not_know()
    {
        const string json = """{"id":"p","baseUrl":"http://p/","health":{"errors":[{"status":403,"means":"throttled","scope":"keyModel"}]}}""";

        var spec = CatalogJson.Read<ProviderSpec>(json);
        var again = CatalogJson.Read<ProviderSpec>(CatalogJson.Write(spec)).Health!;

        Assert.Equal(new ErrorMeaningSpec { Status = 403, Means = FailureClass.KeyThrottled, Scope = FailureScope.KeyModel }, Assert.Single(again.Errors));
        var fault = Assert.Throws<System.Text.Json.JsonException>(() => CatalogJson.Read<ProviderSpec>(json.Replace("\"throttled\"", "\"slow\"", StringComparison.Ordinal)));
        Assert.Contains("must be one of", fault.Message, StringComparison.Ordinal);
    }

    private static CatalogDocument Catalog(HealthSpec health) => new() { Providers = [Sample.Provider("p") with { Health = health }] };

    private static HealthSpec With(ErrorMeaningSpec error) => new() { Errors = [error] };
}
