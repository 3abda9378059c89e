namespace AiGateway.EndToEnd.Tests.Observability;

public sealed class PromQlNamesTests
{
    [Theory]
    [InlineData("up == 0", "up", "")]
    [InlineData("""sum by (le, model) (rate(a_bucket{job=~"x|y",z!="1"}[5m]))""", "a_bucket", "job,le,model,z")]
    [InlineData("""a / on (b) group_left () sum by (b) (increase(c[1h])) * 3600 > 1e3""", "a,c", "b")]
    [InlineData("""group by (p) (s) unless group by (p) (s{t="v"})""", "s", "p,t")]
    [InlineData("histogram_quantile(0.99, sum by (le) (rate(h_bucket[1m])))", "h_bucket", "le")]
    public void Metrics_and_labels_are_told_from_functions_words_and_values(string query, string metrics, string labels)
    {
        var names = PromQlNames.Of(query);

        Assert.Equal(metrics, string.Join(',', names.Metrics.Order(StringComparer.Ordinal)));
        Assert.Equal(labels, string.Join(',', names.Labels.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Alternatives_of_a_value_are_told_apart() =>
        Assert.Equal(["Open", "Probing"], Assert.Single(PromQlNames.Of("""s{state=~"Open|Probing"}""").Matched).Values);
}
