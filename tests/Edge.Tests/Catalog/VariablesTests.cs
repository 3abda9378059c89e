using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Tests.Catalog;

public sealed class VariablesTests
{
    [Theory]
    [InlineData("${DEEPSEEK_KEY_1}", "sk-deep")]
    [InlineData("'${DEEPSEEK_KEY_1}'", "sk-deep")]
    [InlineData("a-${DEEPSEEK_KEY_1}-${WEIGHT}-b", "a-sk-deep-7-b")]
    [InlineData("${MISSING:-fallback}", "fallback")]
    [InlineData("${EMPTY:-fallback}", "fallback")]
    [InlineData("${DEEPSEEK_KEY_1:-fallback}", "sk-deep")]
    [InlineData("x${MISSING:-}", "x")]
    [InlineData("${MISSING:-a,b}", "a,b")]
    [InlineData("${MISSING:-[x]}", "[x]")]
    [InlineData("x${EMPTY}", "x")]
    [InlineData("${file:/run/secrets/one}", "sk-from-file")]
    [InlineData("${file:/run/secrets/windows}", "sk-from-file")]
    [InlineData("$${DEEPSEEK_KEY_1}", "${DEEPSEEK_KEY_1}")]
    [InlineData("'$${'", "${")]
    [InlineData("$$${WEIGHT}", "$${WEIGHT}")]
    [InlineData("$HOME", "$HOME")]
    [InlineData("cost$", "cost$")]
    public void A_reference_is_replaced(string written, string value) => Assert.Equal(value, Files.Secret(written));

    [Fact]
    public void What_comes_in_is_not_looked_at_again() => Assert.Equal("a ${DEEPSEEK_KEY_1} } b", Files.Secret("${BRACES}"));

    [Fact]
    public void Numbers_may_come_from_variables() =>
        Assert.Equal(
            [7, 9],
            Files.Read("""
                providers: [ { id: p, kind: demo } ]
                models: [ { id: m, targets: [ { provider: p, model: x, weight: ${WEIGHT} }, { provider: p, model: x, weight: "${W:-9}" } ] } ]
                """).Models[0].Targets.Select(t => t.Weight));

    [Fact]
    public void Names_of_fields_are_not_replaced() =>
        Assert.Contains("${WEIGHT}", Assert.Single(Files.Parse("${WEIGHT}: 1").Problems).Path, StringComparison.Ordinal);

    [Fact]
    public void Every_reference_that_leads_nowhere_is_reported()
    {
        var reports = new List<string>();

        var value = new Variables(_ => null, _ => null).Expand("${A} ${B} ${file:/c}", reports.Add);

        Assert.Null(value);
        Assert.Equal(3, reports.Count);
        Assert.Equal("${A} is not set; set it or give a default: ${A:-…}", reports[0]);
        Assert.StartsWith("${file:/c} cannot be read", reports[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_file_is_read_and_what_is_none_is_not()
    {
        var directory = Directory.CreateTempSubdirectory("secret-file-");
        try
        {
            var path = Path.Combine(directory.FullName, "secret");
            File.WriteAllText(path, "sk-1\n");
            Assert.Equal("sk-1\n", SecretFile.Read(path));
            Assert.Null(SecretFile.Read(path + "-missing"));
            Assert.Null(SecretFile.Read(directory.FullName));
            Assert.Null(SecretFile.Read("\0"));

            File.WriteAllText(path, new string('x', 1 << 20));
            Assert.Null(SecretFile.Read(path));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
