using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace AiGateway.Architecture.Tests;

/// <summary>What holds for every service of <c>docker-compose.yml</c>, those that only watch included.</summary>
public sealed partial class ComposeTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Product.SourceDirectory(), ".."));
    private static readonly Dictionary<string, Dictionary<object, object>> Services = Read();

    [Fact]
    public void Every_service_has_nothing_it_could_write_to_or_do_without_being_given_it()
    {
        Assert.NotEmpty(Services);
        foreach (var (name, service) in Services)
        {
            Assert.True((string?)service.GetValueOrDefault("read_only") == "true", $"{name} may write to its image");
            Assert.True(List(service, "cap_drop") is ["ALL"], $"{name} keeps capabilities");
            Assert.True(List(service, "security_opt").Contains("no-new-privileges:true"), $"{name} may gain privileges");
            Assert.DoesNotContain("privileged", service.Keys);
            Assert.DoesNotContain("cap_add", service.Keys);
        }
    }

    [Fact]
    public void Every_image_that_is_not_built_here_has_its_version() => Assert.All(
        Services.Where(service => !service.Value.ContainsKey("build")),
        service => Assert.Matches(Version(), (string)service.Value["image"]));

    [Fact]
    public void Only_the_balancer_is_open_to_other_machines() => Assert.All(
        Services.Where(service => service.Key != "balancer"),
        service => Assert.All(List(service.Value, "ports"), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal)));

    [Fact]
    public void Every_file_that_is_brought_in_exists_and_is_not_written() => Assert.All(
        Services.SelectMany(service => List(service.Value, "volumes")).Where(volume => volume.StartsWith("./", StringComparison.Ordinal)),
        volume =>
        {
            Assert.EndsWith(":ro", volume, StringComparison.Ordinal);
            Assert.True(Path.Exists(Path.Combine(Root, volume.Split(':')[0])), volume);
        });

    [Fact]
    public void Those_who_watch_are_there_only_when_they_are_asked_for() => Assert.Equal(
        ["collector", "grafana", "prometheus"],
        Services.Where(service => List(service.Value, "profiles") is ["observability"]).Select(service => service.Key).Order());

    private static List<string> List(Dictionary<object, object> service, string name) =>
        service.GetValueOrDefault(name) is List<object> list ? [.. list.Cast<string>()] : [];

    private static Dictionary<string, Dictionary<object, object>> Read()
    {
        var parser = new MergingParser(new Parser(new StringReader(File.ReadAllText(Path.Combine(Root, "docker-compose.yml")))));
        var all = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(parser);
        return ((Dictionary<object, object>)all["services"]).ToDictionary(service => (string)service.Key, service => (Dictionary<object, object>)service.Value);
    }

    [GeneratedRegex(@":v?\d+\.\d+[\w.-]*$")]
    private static partial Regex Version();
}
